package dev.misstep.log;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The line {@code Building web} that docker-compose v1 writes above the build of each service, whichever builder it uses
 * (compose, service.py). {@code Building web ... done} is no such line: builds at the same time print nothing else.
 */
final class ComposeService {
    private static final String WORD = "Building ";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,100}");
    /** What a script says above a build of its own. */
    private static final Set<String> SCRIPTS_WORDS =
            Set.of("image", "images", "docker", "dockerfile", "container", "containers");

    /** Compose v2 until 2.20 labels what the classic builder builds, and each label is a step. */
    private static final Pattern LABEL = Pattern.compile(
            "(?i)LABEL\\s+\"?com\\.docker\\.compose\\.service\"?=\"?([a-zA-Z0-9][a-zA-Z0-9._-]{0,100})\"?");

    private ComposeService() {}

    /** The service whose image the instruction labels, or {@code null}. */
    static @Nullable String labelled(String instruction) {
        Matcher label = LABEL.matcher(instruction);
        return label.matches() ? label.group(1) : null;
    }

    /** The service whose build the line announces, or {@code null}. */
    static @Nullable String announcedBy(String line) {
        if (!line.startsWith(WORD) || line.endsWith(".")) {
            return null;
        }
        Matcher name = NAME.matcher(line.substring(WORD.length()).stripTrailing());
        return name.matches() && !SCRIPTS_WORDS.contains(name.group()) ? name.group() : null;
    }
}
