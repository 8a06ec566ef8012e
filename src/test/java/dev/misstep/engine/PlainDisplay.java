package dev.misstep.engine;

import dev.misstep.build.Vertex;
import dev.misstep.log.BuildListener;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command that builds, and says no more of it than {@code docker build --progress plain}. Its words: the engine's address,
 * the Dockerfile, a build argument as {@code NAME=VALUE}, and a label for the image.
 */
public final class PlainDisplay {
    private PlainDisplay() {}

    public static void main(String[] args) throws Exception {
        EngineConnection engine = EngineUnderTest.at(args[0]).connection();
        String[] argument = args[2].split("=", 2);
        String[] label = args[3].split("=", 2);
        BuildSettings settings = new BuildSettings(
                null,
                Map.of(argument[0], argument[1]),
                Map.of(label[0], label[1]),
                null,
                false,
                List.of(),
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
        BuildSource context =
                Contexts.directories(Files.readString(Path.of(args[1])), Contexts.text("a.txt", label[1]));
        BuildRequest request =
                new BuildRequest("test", context, "Dockerfile", settings, List.of(), BuilderKind.BUILDKIT);
        BuildResult result = ImageBuilder.of(engine, InstantSource.system(), listener -> {
                    throw new IllegalStateException("no classic builder");
                })
                .build(request, BuildListener.NONE, new Cancellation());
        PrintStream out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int number = 1;
        for (Vertex vertex : result.build().vertices()) {
            String end =
                    vertex.status().isHit() ? "CACHED" : String.format(Locale.ROOT, "DONE %.1fs", vertex.seconds());
            out.println("#" + number + " " + vertex.name().text() + "\n#" + number + " " + end + "\n");
            number++;
        }
        System.exit(result.error() == null ? 0 : 1);
    }
}
