package dev.misstep.log;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The target in front of a vertex' name, where one client builds several. It puts it into a bracket that is there, or one
 * of its own in front: {@code [web internal] load …}, {@code [web] exporting to image} (buildx, util/progress/multiwriter.go).
 */
final class TargetName {
    /** Longest name looked at. */
    private static final int MAX = 200;

    // "[web internal] load build definition", "[web linux/amd64 internal] load metadata", "[web auth] library/node:pull
    // token", "[web context base] …", "[web] exporting to image"
    private static final Pattern CERTAIN = Pattern.compile("^\\[([^\\s\\]/]{1," + MAX
            + "})(?: [^\\s\\]/]{1,100}/[^\\s\\]]{1,100})?(?: (?:internal|auth|context \\S+))?\\] .*");
    private static final Set<String> BUILDERS_OWN = Set.of("internal", "auth", "context", "policy");
    // in front of these stands the builder's node: "[node0 internal] booting buildkit"
    private static final Pattern OF_NODE =
            Pattern.compile("^\\[\\S+ internal\\] (?:booting buildkit|waiting for connection).*");

    private TargetName() {}

    /** The target that the name of a vertex of no Dockerfile's step tells for certain, or {@code null}. */
    static @Nullable String certain(String name) {
        if (!name.startsWith("[")) {
            return null;
        }
        Matcher matcher = CERTAIN.matcher(name);
        if (!matcher.matches() || BUILDERS_OWN.contains(matcher.group(1))) {
            return null;
        }
        return OF_NODE.matcher(name).matches() ? null : matcher.group(1);
    }

    /** What stands where a target would: {@code web} of {@code [web 2/3] COPY}, which may be a stage; or {@code null}. */
    static @Nullable String possible(String name) {
        if (!name.startsWith("[")) {
            return null;
        }
        int end = 1;
        while (end < name.length() && end <= MAX && name.charAt(end) != ' ' && name.charAt(end) != ']') {
            end++;
        }
        if (end == 1 || end > MAX || end == name.length() || isBuildersOwn(name, end)) {
            return null;
        }
        return name.substring(1, end);
    }

    /** Of {@code [internal] load git source}, and not of a stage's {@code [internal 2/3] COPY}. */
    private static boolean isBuildersOwn(String name, int end) {
        boolean ofStage = name.charAt(end) == ' ' && end + 1 < name.length() && Character.isDigit(name.charAt(end + 1));
        return !ofStage && BUILDERS_OWN.contains(name.substring(1, end));
    }
}
