package dev.misstep.advise;

import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Stage;
import dev.misstep.explain.ContextUse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a project without building it.
 *
 * @param text the Dockerfile's lines, named as the user names it
 * @param classic whether the classic builder builds it
 * @param use what the context holds, and what each instruction takes of it
 * @param commits the paths that each of the last commits changed; {@code null} where there is no history
 * @param contents of manifests in the context, by their paths; one that is missing could not be read, or is too large
 * @param ignored the ignore file in force, or the one that could be made
 * @param unread ignore files that the builder does not read, and why, by their names
 */
public record Project(
        DockerfileText text,
        Dockerfile dockerfile,
        boolean classic,
        ContextUse use,
        @Nullable List<Set<String>> commits,
        Map<String, String> contents,
        IgnoreFile ignored,
        Map<String, String> unread) {
    /**
     * An ignore file.
     *
     * @param name as the user would name it
     * @param text {@code null} where there is none
     */
    public record IgnoreFile(String name, @Nullable String text) {}

    public Project {
        commits = commits == null ? null : List.copyOf(commits);
        contents = Map.copyOf(contents);
        unread = Map.copyOf(unread);
    }

    /** How many of the last commits changed one of these paths. */
    int changing(Set<String> paths) {
        return commits == null
                ? 0
                : (int) commits.stream()
                        .filter(changed -> changed.stream().anyMatch(paths::contains))
                        .count();
    }

    /** Whether a later stage is built on this one. */
    boolean isBuiltOn(Stage stage) {
        return dockerfile.stages().stream()
                .anyMatch(other -> other.index() > stage.index() && other.base().equalsIgnoreCase(stage.name()));
    }

    /** What an instruction takes of the context; {@code null} where it takes nothing, or nobody can tell. */
    ContextUse.@Nullable Selection selection(int line) {
        return use.selections().stream()
                .filter(selection -> selection.line() == line)
                .findFirst()
                .orElse(null);
    }
}
