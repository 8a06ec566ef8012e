package dev.misstep.explain;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an instruction above a step set, as the step sees it. Its value is never kept.
 *
 * @param name {@code ENV MODE}, {@code WORKDIR}, {@code USER}, {@code SHELL}, {@code FROM} for the base image,
 *     {@code order}, {@code syntax}, {@code platform}, or {@code --network} for an option of the build
 * @param line of that instruction
 * @param text that instruction as the Dockerfile has it, nothing replaced
 * @param hash a short digest of the value
 * @param arguments the build arguments that went into the value
 */
public record SeenSetting(String name, int line, String text, String hash, List<SeenArgument> arguments) {
    /** The name of the setting that is the base image. */
    static final String BASE = "FROM";

    /** The name of the setting that is the order in which the others and the arguments were set; its text is their names. */
    static final String ORDER = "order";

    /** The name of the setting that is the image that reads the Dockerfile: it is in no key, but makes the steps. */
    static final String FRONTEND = "syntax";

    /** The name of the setting that is what a step is built for; its text is that. It is in the key of a RUN alone. */
    static final String PLATFORM = "platform";

    /** What the name of a setting begins with that is an option of the build. */
    static final String OPTION = "--";

    /** The same of one that is a build argument. */
    static final String ARGUMENT = OPTION + "build-arg ";

    /** What the name of a setting begins with that is a variable. */
    static final String VARIABLE = "ENV ";

    /** The variables of a RUN by name, with the digests of their values: those that ENV set, and else ARG. */
    static SortedMap<String, String> environment(List<SeenArgument> arguments, List<SeenSetting> settings) {
        SortedMap<String, String> variables = new TreeMap<>();
        arguments.forEach(argument -> variables.put(argument.name(), argument.hash()));
        for (SeenSetting setting : settings) {
            if (setting.name.startsWith(VARIABLE)) {
                variables.put(setting.name.substring(VARIABLE.length()), setting.hash);
            }
        }
        return variables;
    }

    public SeenSetting {
        arguments = List.copyOf(arguments);
    }

    /** Whether the base image brings it. */
    boolean isOfImage() {
        return !name.equals(BASE) && text.regionMatches(true, 0, BASE, 0, BASE.length());
    }
}
