package dev.misstep.log;

import java.util.regex.Pattern;

/** Names of the vertices that builds begin with. */
final class Beginnings {
    private static final String BAKE = "[internal] load local bake definitions";
    private static final String DEFINITION = "[internal] load build definition";

    // "[internal] load build definition from Dockerfile", "[web internal] load git source https://…": no other build
    // has it
    private static final Pattern FIRST_OF_ALL = Pattern.compile(
            "^\\[(?:[^\\]]{1,200} )?internal\\] load (?:build definition|remote build context|git source) ?.*",
            Pattern.DOTALL);

    // the same of a build that is no target of a bake: such a display may begin it many times
    private static final Pattern ALONE_FIRST =
            Pattern.compile("^\\[internal\\] load (?:build definition|remote build context) ?.*", Pattern.DOTALL);

    private Beginnings() {}

    static boolean isBake(String name) {
        return name.startsWith(BAKE);
    }

    /** Whether it is the reading of the Dockerfile of a build that is no target of a display. */
    static boolean isDefinition(String name) {
        return name.startsWith(DEFINITION);
    }

    static boolean isFirstOfAll(String name) {
        return FIRST_OF_ALL.matcher(name).matches();
    }

    /** Whether a build begins with it that is no target of a display. */
    static boolean isAlone(String name) {
        return ALONE_FIRST.matcher(name).matches();
    }

    /** Whether a display begins with it. */
    static boolean isFirst(String name) {
        return isBake(name) || isAlone(name);
    }
}
