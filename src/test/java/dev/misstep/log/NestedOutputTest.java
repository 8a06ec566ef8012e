package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command prints may look like what builders print: it decides about no step of its own build. */
class NestedOutputTest {
    private static final int SEEDS = 5;
    private static final String ID = "a1".repeat(32);

    private static final List<List<String>> OUTPUTS = List.of(
            List.of("#12 it sorts names", "#12 DONE 0.3s", "#3 CACHED", "#5 [2/4] RUN x", "#5 ok - it works"),
            List.of("ok 1 - a", "#8 [3/4] COPY a b", "#8 DONE 0.1s", "#8 CACHED"),
            List.of("Step 3/4 : RUN make test", "Step 1: open", "Step 4/4 : done"),
            List.of("Step 2/3 : RUN x", " ---> Using cache", " ---> 0123456789ab"),
            List.of("STEP 2/4: RUN make", "--> Using cache " + ID, "STEP 3/4: RUN b"),
            List.of("FROM busybox AS x", "RUN make \\", "    && b", "COPY --from=x /a /b", "# Step 2"),
            List.of("Successfully built 0123456789ab", "Successfully tagged x:latest"),
            List.of("INFO[0003] Using caching version of cmd: RUN make", "INFO[0004] RUN make"),
            List.of(
                    "[+] Building 0.1s (2/2) FINISHED",
                    " => CACHED [1/2] FROM a                     0.0s",
                    " => CACHED [2/2] RUN make                     0.0s"));

    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "CLASSIC", "BUILDAH", "KANIKO"})
    void aStepKeepsItsStatus(SampleBuilds builder) {
        List<List<String>> outputs = new ArrayList<>(OUTPUTS);
        outputs.add(SampleBuilds.PLAIN.lines(77));
        outputs.add(SampleBuilds.CLASSIC.lines(77));
        int places = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<String> lines = builder.lines(seed);
            List<Build> alone = Logs.read(String.join("\n", lines) + "\n");
            for (int place = 1; place < lines.size(); place++) {
                if (isOutputOf(builder, lines, place)) {
                    outputs.forEach(
                            builder == SampleBuilds.PLAIN ? prefixed(lines, place, alone) : bare(lines, place, alone));
                    places++;
                }
            }
        }
        assertThat(places).isPositive();
    }

    private static Consumer<List<String>> bare(List<String> lines, int place, List<Build> alone) {
        return output -> check(lines, place, output, output, alone);
    }

    /** A plain display puts its number and the time before each line. */
    private static Consumer<List<String>> prefixed(List<String> lines, int place, List<Build> alone) {
        String prefix = lines.get(place - 1).replaceFirst("^(#\\d+ \\d+\\.\\d+ ).*", "$1");
        return output ->
                check(lines, place, output, output.stream().map(prefix::concat).toList(), alone);
    }

    private static void check(
            List<String> lines, int place, List<String> output, List<String> printed, List<Build> alone) {
        List<String> log = new ArrayList<>(lines);
        log.addAll(place, printed);
        Set<String> known = new HashSet<>(statuses(alone));
        known.addAll(statuses(Logs.read(String.join("\n", output) + "\n"))); // it may be told as a build of its own
        assertThat(known)
                .as("%s printed below line %d of%n%s", output, place, String.join("\n", lines))
                .containsAll(statuses(Logs.read(String.join("\n", log) + "\n")));
    }

    private static List<String> statuses(List<Build> builds) {
        Stream<Vertex> vertices = builds.stream().flatMap(build -> build.vertices().stream());
        return vertices.filter(vertex -> vertex.step() && vertex.status() != Status.UNFINISHED)
                .map(vertex -> vertex.name().text() + ": " + vertex.status().label())
                .toList();
    }

    /** Whether what stands above that line is a command's output, or the beginning of its step. */
    private static boolean isOutputOf(SampleBuilds builder, List<String> lines, int place) {
        String above = lines.get(place - 1);
        return switch (builder) {
            case PLAIN -> above.matches("#\\d+ \\d+\\.\\d+ .*");
            case CLASSIC ->
                above.equals("made it | well")
                        || (above.startsWith(" ---> Running in")
                                && lines.get(place - 2).contains(": RUN"));
            case BUILDAH ->
                above.matches("(\\[.*\\] )?STEP .*: RUN .*")
                        && !lines.get(place).startsWith("-->");
            default -> above.contains("Running: [");
        };
    }
}
