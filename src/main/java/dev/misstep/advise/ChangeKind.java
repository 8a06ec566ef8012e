package dev.misstep.advise;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a commit changed of all that a build is given. The first that fits. */
public enum ChangeKind {
    /** The Dockerfile, whatever else. */
    DOCKERFILE,
    /** The ignore file, whatever else. */
    IGNORE_FILE,
    /** A manifest or a lock file of a package manager, whatever else. */
    MANIFESTS,
    /** Nothing that the builder is sent. */
    OUTSIDE,
    /** Only texts for people. */
    DOCUMENTATION,
    /** All else. */
    SOURCES;

    private static final Set<String> LOCKS = Set.of(
            "Cargo.toml",
            "Cargo.lock",
            "build.gradle",
            "build.gradle.kts",
            "gradle.lockfile",
            "packages.lock.json",
            "Pipfile",
            "Pipfile.lock",
            "setup.py",
            "setup.cfg",
            "mix.exs",
            "mix.lock");

    private static final Pattern TEXT = Pattern.compile("(?i).*\\.(?:md|markdown|rst|adoc|asciidoc|txt)");
    private static final Pattern TITLE =
            Pattern.compile("(?i)(?:readme|license|licence|copying|notice|authors|changelog|changes|contributing)");
    private static final List<String> FOLDERS = List.of("docs", "doc");

    /** The name used in reports: {@code ignore-file}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind of a change.
     *
     * @param paths of the context, without what the ignore file leaves out
     */
    public static ChangeKind of(Collection<String> paths, boolean dockerfile, boolean ignoreFile) {
        if (dockerfile) {
            return DOCKERFILE;
        }
        if (ignoreFile) {
            return IGNORE_FILE;
        }
        if (paths.stream().anyMatch(ChangeKind::isManifest)) {
            return MANIFESTS;
        }
        if (paths.isEmpty()) {
            return OUTSIDE;
        }
        return paths.stream().allMatch(ChangeKind::isDocumentation) ? DOCUMENTATION : SOURCES;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean isManifest(String path) {
        String name = name(path);
        return PackageManager.MANIFESTS.contains(name)
                || LOCKS.contains(name)
                || name.endsWith(".csproj")
                || (name.endsWith(".txt") && name.contains("requirements"));
    }

    private static boolean isDocumentation(String path) {
        String name = name(path);
        int slash = path.indexOf('/');
        return TEXT.matcher(name).matches()
                || TITLE.matcher(name).matches()
                || (slash > 0 && FOLDERS.contains(path.substring(0, slash)));
    }
}
