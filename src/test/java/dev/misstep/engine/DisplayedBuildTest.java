package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.StepName;
import dev.misstep.build.Vertex;
import dev.misstep.log.LogReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Displays are in the words of buildx 0.29. */
class DisplayedBuildTest {
    private static final String BAKE = """
            #1 [internal] load local bake definitions
            #1 reading docker-bake.hcl 180B / 180B done
            #1 DONE 0.0s

            #2 [one internal] load build definition from Dockerfile
            #2 transferring dockerfile: 221B 0.2s done
            #2 DONE 0.6s

            #5 [one base 1/2] FROM docker.io/library/busybox:1
            #5 CACHED

            #8 [one base 2/2] RUN make
            #8 DONE 1.2s

            #9 [two two 1/1] COPY b.txt /b
            #9 DONE 0.0s

            #10 [one one 1/1] COPY a.txt /a
            #10 DONE 0.1s

            #12 [one] exporting to image
            #12 exporting layers 0.1s done
            #12 DONE 0.1s

            #14 [two] exporting to image
            #14 exporting layers 0.0s done
            #14 DONE 0.1s
            """;

    private static List<Build> displayed(String log) {
        try {
            return LogReader.read("run 1", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Vertex vertex(String name, Status status, double seconds, double start, String... inputs) {
        return new Vertex(
                "sha256:" + name, StepName.parse(name), null, status, seconds, start, 1, 0, List.of(inputs), null, 0);
    }

    private static RememberedBuild record(String reference, Vertex... vertices) {
        Build build = new Build(
                reference,
                "build " + reference,
                1,
                0,
                Format.ENGINE,
                "none",
                Clock.EXACT,
                null,
                Outcome.SUCCEEDED,
                Instant.EPOCH,
                3.0,
                null,
                List.of(vertices),
                List.of());
        return new RememberedBuild(build, Map.of());
    }

    /** As the engine tells it: in no order. */
    private static RememberedBuild ofTarget(String target, String copied, double copying) {
        String copy = "[" + target + " 1/1] COPY " + copied;
        return record(
                target,
                vertex(copy, Status.EXECUTED, copying, 1.9, "sha256:[base 2/2] RUN make"),
                vertex(
                        "[base 2/2] RUN make",
                        Status.EXECUTED,
                        1.234,
                        0.65,
                        "sha256:[base 1/2] FROM docker.io/library/busybox:1"),
                vertex("[internal] load build definition from Dockerfile", Status.EXECUTED, 0.6, 0),
                vertex("[base 1/2] FROM docker.io/library/busybox:1", Status.CACHED, 0, 0.64),
                vertex("exporting to image", Status.EXECUTED, 0.08, 2.1));
    }

    private static final RememberedBuild ONE = ofTarget("one", "a.txt /a", 0.085);
    private static final RememberedBuild TWO = ofTarget("two", "b.txt /b", 0.031);

    private static List<String> references(String log, RememberedBuild... records) {
        List<String> found = new ArrayList<>();
        for (Optional<RememberedBuild> record : DisplayedBuild.records(displayed(log), List.of(records))) {
            found.add(record.map(known -> known.build().id()).orElse("none"));
        }
        return found;
    }

    @Test
    void eachTargetOfABakeHasItsRecordThoughTheDisplayShowsWhatTheyShareForOneOnly() {
        assertThat(displayed(BAKE)).extracting(Build::target).containsExactly("one", "two");
        assertThat(references(BAKE, TWO, ONE)).containsExactly("one", "two");
    }

    @Test
    void aJoinedBuildHasTheDisplaysNamesAndTheEnginesTimesAndGraphInOrder() {
        Build joined = DisplayedBuild.joined(displayed(BAKE).get(1), TWO.build());

        assertThat(joined.target()).isEqualTo("two");
        assertThat(joined.ordinal()).isEqualTo(2);
        assertThat(joined.source()).isEqualTo("run 1");
        assertThat(joined.clock()).isEqualTo(Clock.EXACT);
        assertThat(joined.vertices().stream().map(vertex -> vertex.name().text()))
                .containsExactly(
                        "[two internal] load build definition from Dockerfile",
                        "[two base 1/2] FROM docker.io/library/busybox:1",
                        "[two base 2/2] RUN make",
                        "[two two 1/1] COPY b.txt /b",
                        "[two] exporting to image");
        assertThat(joined.steps().get(0).seconds()).isEqualTo(1.234);
        assertThat(joined.steps().get(1).inputs())
                .containsExactly(joined.steps().get(0).id());
    }

    @Test
    void ofTwoRecordsThatFitNoneIsTaken() {
        RememberedBuild another = new RememberedBuild(
                ONE.build().withId("another").copy().source("build another").build(), Map.of());

        assertThat(references(BAKE, ONE, another, TWO)).containsExactly("none", "two");
    }

    @Test
    void twoDisplaysOfEqualBuildsHaveNoRecordIfThereIsOneOnly() {
        String twice = single("DONE 1.2s") + single("DONE 1.2s");

        assertThat(displayed(twice)).hasSize(2);
        assertThat(references(twice, recorded(Status.EXECUTED, 1.234))).containsExactly("none", "none");
        assertThat(references(single("DONE 1.2s"), recorded(Status.EXECUTED, 1.234)))
                .containsExactly("single");
    }

    @Test
    void timesStatusesAndStepsMustAgree() {
        assertThat(references(single("DONE 1.2s"), recorded(Status.EXECUTED, 1.26)))
                .containsExactly("none");
        assertThat(references(single("CACHED"), recorded(Status.EXECUTED, 1.2))).containsExactly("none");
        assertThat(references(single("CACHED"), recorded(Status.CACHED, 0))).containsExactly("single");
        assertThat(references(single("DONE 1.2s"), ONE)).containsExactly("none");
    }

    @Test
    void aDisplayOfAnotherBuildersWorkHasNoRecordInTheEngine() {
        String elsewhere = "#9 [internal] booting buildkit\n#9 DONE 3.0s\n\n" + single("DONE 1.2s");

        assertThat(references(elsewhere, recorded(Status.EXECUTED, 1.234))).containsExactly("none");
    }

    private static String single(String end) {
        return """
                #1 [internal] load build definition from Dockerfile
                #1 transferring dockerfile: 221B done
                #1 DONE 0.0s

                #2 [1/2] FROM docker.io/library/busybox:1
                #2 CACHED

                #3 [2/2] RUN make
                #3 %s

                #4 exporting to image
                #4 exporting layers done
                #4 DONE 0.0s
                """.formatted(end);
    }

    private static RememberedBuild recorded(Status status, double seconds) {
        return record(
                "single",
                vertex("[internal] load build definition from Dockerfile", Status.EXECUTED, 0.01, 0),
                vertex("[1/2] FROM docker.io/library/busybox:1", Status.CACHED, 0, 0.02),
                vertex("[2/2] RUN make", status, seconds, 0.03),
                vertex("exporting to image", Status.EXECUTED, 0.01, 1.3));
    }
}
