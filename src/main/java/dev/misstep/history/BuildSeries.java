package dev.misstep.history;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import org.jspecify.annotations.Nullable;

/**
 * Builds that can be compared with each other. What is not known is the empty text.
 *
 * @param project whose builds they are: the context's directory, the repository that a CI names, or what the user calls it
 * @param dockerfile its path
 * @param target the stage, bake target or service that was built
 * @param platform as asked for
 * @param builder {@code buildkit}, {@code classic}, {@code buildah} or {@code kaniko}
 */
public record BuildSeries(String project, String dockerfile, String target, String platform, String builder) {
    /**
     * The series of a build.
     *
     * @param dockerfile {@code null} where that is not known
     * @param platform {@code null} where none was asked for
     */
    public static BuildSeries of(String project, @Nullable String dockerfile, @Nullable String platform, Build build) {
        return new BuildSeries(
                project,
                dockerfile == null ? "" : dockerfile,
                build.target() == null ? "" : build.target(),
                platform == null ? "" : platform,
                builder(build.format()));
    }

    private static String builder(Format format) {
        return switch (format) {
            case CLASSIC, BUILDAH, KANIKO -> format.label();
            case PLAIN, RAWJSON, TTY, DOCKERBUILD, ENGINE -> "buildkit";
        };
    }

    /** What it is called among others: {@code app, target web}. */
    public String title() {
        StringBuilder title = new StringBuilder(project.isEmpty() ? "unnamed project" : project);
        if (!dockerfile.isEmpty() && !dockerfile.equals("Dockerfile")) {
            title.append(", ").append(dockerfile);
        }
        if (!target.isEmpty()) {
            title.append(", target ").append(target);
        }
        if (!platform.isEmpty()) {
            title.append(", ").append(platform);
        }
        return builder.equals("buildkit")
                ? title.toString()
                : title.append(", ").append(builder).toString();
    }

    String identity() {
        return Identity.of(project, dockerfile, target, platform, builder);
    }
}
