package dev.misstep.advise;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a manifest says all that an install needs, or leads to other files of the project. */
public final class Manifests {
    /** By the end of a name, what leads elsewhere: it is looked for anywhere, so that a doubt counts as a yes. */
    private static final Map<String, Pattern> LEADS_ELSEWHERE = Map.of(
            "package.json",
            Pattern.compile("\"(?:file|link|portal|workspace|patch):|\"workspaces\"|\"patchedDependencies\""
                    + "|\"(?:preinstall|install|postinstall|prepublish|preprepare|prepare|postprepare)\"\\s*:"),
            ".txt",
            Pattern.compile(
                    "(?m)^\\s*(?:-r|-c|-e|--requirement|--constraint|--editable|--find-links|-f|\\.|file:|/)|@\\s*file:"),
            "pyproject.toml",
            Pattern.compile("path\\s*=|workspace\\s*=|\\[tool\\.uv\\.workspace"),
            "go.mod",
            Pattern.compile("=>\\s*\\.\\.?/"),
            "Gemfile",
            Pattern.compile("gemspec|path:|:path|eval_gemfile|require_relative|File\\.read"),
            "composer.json",
            Pattern.compile("\"path\""),
            "pom.xml",
            Pattern.compile("<module>|<parent>|<systemPath>"),
            "pnpm-workspace.yaml",
            Pattern.compile("packages|patchedDependencies"),
            ".yarnrc.yml",
            Pattern.compile("yarnPath|plugins"));

    private Manifests() {}

    /** Whether these files of a context, all of them known, lead to no other. */
    static boolean standAlone(List<String> paths, Map<String, String> contents) {
        return paths.stream().allMatch(path -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            for (Map.Entry<String, Pattern> leading : LEADS_ELSEWHERE.entrySet()) {
                if (name.endsWith(leading.getKey())) {
                    String content = contents.get(path);
                    return content != null
                            && !leading.getValue().matcher(content).find();
                }
            }
            return true; // lock files name what the manifest does
        });
    }

    /** Whether it is worth reading. */
    public static boolean isOne(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return LEADS_ELSEWHERE.keySet().stream()
                .anyMatch(end -> end.startsWith(".t") ? name.endsWith(end) : name.equals(end));
    }
}
