package dev.misstep.advise;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a manifest says all that an install needs, or leads to other files of the project. */
public final class Manifests {
    /** In package.json: hooks of an install, and packages that lie in the project or generate code from it. */
    private static final Pattern OF_NODE = Pattern.compile(
            "\"(?:file|link|portal|workspace|patch):|\"workspaces\"|\"patchedDependencies\"|:\\s*\"[./~]|prisma"
                    + "|\"(?:preinstall|install|postinstall|prepublish|preprepare|prepare|postprepare)\"\\s*:");

    /** A line of requirements that names a package and its versions, and nothing else. */
    private static final Pattern OF_PIP =
            Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[A-Za-z0-9,._ -]*\\])?[^/:@#]*)?(?:#.*)?");

    private static final Pattern OF_GO = Pattern.compile("=>");

    private Manifests() {}

    /**
     * Whether these files of a context, all of them known, lead to no other. Only of npm, pip and Go is that known well enough.
     */
    static boolean standAlone(PackageManager manager, List<String> paths, Map<String, String> contents) {
        return switch (manager) {
            case NPM ->
                paths.stream().allMatch(path -> !path.endsWith("package.json") || isFree(path, OF_NODE, contents))
                        && paths.stream().noneMatch(path -> path.endsWith(".npmrc"));
            case GO -> paths.stream().allMatch(path -> !path.endsWith("go.mod") || isFree(path, OF_GO, contents));
            case PIP ->
                paths.stream()
                        .allMatch(path -> contents.containsKey(path)
                                && contents.get(path)
                                        .lines()
                                        .allMatch(line ->
                                                OF_PIP.matcher(line.strip()).matches()));
            default -> false;
        };
    }

    private static boolean isFree(String path, Pattern leading, Map<String, String> contents) {
        String content = contents.get(path);
        return content != null && !leading.matcher(content).find();
    }

    /** Whether it is worth reading. */
    public static boolean isOne(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("package.json")
                || name.equals("go.mod")
                || (name.endsWith(".txt") && name.contains("requirements"));
    }
}
