package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One trap of BuildKit's rawjson each. */
class RawJsonLogTest {
    private static final String AT = "2025-03-01T10:00:0";

    private static String message(String digest, String name, String times, String more) {
        return "{\"vertexes\":[{\"digest\":\"" + digest + "\",\"name\":\"" + name + "\"" + times + more + "}]}\n";
    }

    private static String times(String start, String end) {
        return ",\"started\":\"" + AT + start + "Z\",\"completed\":\"" + AT + end + "Z\"";
    }

    @Test
    void onlyWhatBeganIsShown() {
        Build build = one(message("a", "[2/3] RUN x", "", "") + message("b", "[1/3] FROM x", times("1", "1.5"), ""));

        assertThat(rows(build)).containsExactly("b executed 0.5");
        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @Test
    void everyNewStartIsAnotherStretchOfWork() {
        Build build = one(message("a", "[1/3] FROM x", times("0", "1"), "")
                + message("a", "[1/3] FROM x", times("3", "5"), "")
                + message("a", "[1/3] FROM x", times("3", "5.5"), "")
                + message("a", "[1/3] FROM x", "", ""));

        assertThat(rows(build)).containsExactly("a executed 3.5");
        assertThat(vertex(build, "a").intervals()).isEqualTo(2);
    }

    /** Seen live on BuildKit 0.25: the base image was in use by a build that had begun 48 seconds before. */
    @Test
    void workDoneForAnEarlierBuildIsNotOfThisOne() {
        Build build = one(message("b", "[internal] load build definition from Dockerfile", times("5", "5.5"), "")
                + message("a", "[1/2] FROM x", times("1", "2"), "")
                + message("a", "[1/2] FROM x", times("4", "6"), ""));

        assertThat(build.seconds()).isEqualTo(1.0);
        assertThat(vertex(build, "a").seconds()).isEqualTo(1.0);
        assertThat(vertex(build, "a").start()).isEqualTo(0.0);
    }

    /** Seen live on BuildKit 0.25: the question for the key of a step on scratch, then its hit. */
    @Test
    void theQuestionForAKeyIsNoExecution() {
        Build build = one(message("a", "[base 1/1] WORKDIR /a1", times("7.49085213", "7.490861774"), "")
                + message("a", "[base 1/1] WORKDIR /a1", times("7.502118077", "7.502143776"), ",\"cached\":true"));

        assertThat(build.vertices().get(0).status().label()).isEqualTo("cached");
    }

    /** Seen live on BuildKit 0.8 and 0.25: what is copied into the directory is a hit, so nobody had to make it. */
    @Test
    void aStepOfWhichOnlyTheKeyWasWantedIsAHit() {
        String asked = message("a", "[app 1/2] WORKDIR /a1", times("1", "1.1"), "");
        String copied = message("b", "[app 2/2] COPY x .", times("2", "2"), ",\"cached\":true,\"inputs\":[\"a\"]");
        String made = message("a", "[app 1/2] WORKDIR /a1", times("1.2", "1.3"), "");
        String copying = message("b", "[app 2/2] COPY x .", times("2", "3"), ",\"inputs\":[\"a\"]");

        assertThat(vertex(one(asked + copied), "a").status().label()).isEqualTo("cached");
        assertThat(vertex(one(asked + made + copying), "a").status().label()).isEqualTo("executed");
    }

    /** Seen live: builds that run at the same time on one builder share a vertex, and each is told the other's past. */
    @Test
    void whatAnotherBuildDidBeforeThisOneBeganIsAHitOfNoTime() {
        Build build = one(message("d", "[internal] load build definition from Dockerfile", times("5", "5.5"), "")
                + message("a", "[1/3] FROM x", times("0", "0.5"), "")
                + message("b", "[2/3] RUN theirs", times("1", "3"), "")
                + message("c", "[3/3] RUN both", times("4", "8"), ""));

        assertThat(rows(build)).containsExactly("d executed 0.5", "a cached 0.0", "b cached 0.0", "c executed 3.0");
        assertThat(build.seconds()).isEqualTo(3.0);
    }

    @Test
    void aGroupIsOneVertex() {
        String group = ",\"progressGroup\":{\"id\":\"g\",\"name\":\"[2/2] COPY --link a /b\"}";
        Build build = one(message("a", "[2/2] COPY --link a /b", times("0", "1"), group)
                + message("b", "[2/2] LINK COPY --link a /b", times("1", "1.5"), group));

        assertThat(rows(build)).containsExactly("a executed 1.5");
    }

    @Test
    void outputIsCutAnywhere() {
        // "\u20ac\nx" in two pieces, the first of which ends within the character
        Build build = one(message("a", "[2/2] RUN x", times("0", "1"), "")
                + "{\"logs\":[{\"vertex\":\"a\",\"stream\":1,\"data\":\"4oI=\",\"timestamp\":\"" + AT + "0Z\"}]}\n"
                + "{\"logs\":[{\"vertex\":\"a\",\"stream\":2,\"data\":\"ZXJyCg==\",\"timestamp\":\"" + AT + "0Z\"}]}\n"
                + "{\"logs\":[{\"vertex\":\"a\",\"stream\":1,\"data\":\"rAp4\",\"timestamp\":\"" + AT + "0Z\"}]}\n");

        assertThat(vertex(build, "a").logLines()).isEqualTo(3);
    }

    @Test
    void aBuildThatStaysInTheCacheIsOverWhenItsGraphIsSolved() {
        String first = "{\"vertexes\":[{\"digest\":\"a\",\"name\":\"[1/2] FROM x\"},"
                + "{\"digest\":\"b\",\"inputs\":[\"a\"],\"name\":\"[2/2] RUN x\"}]}\n"
                + message("a", "[1/2] FROM x", times("0", "1"), "");

        assertThat(one(first).outcome()).isEqualTo(Outcome.INCOMPLETE);
        Build solved = one(first + message("b", "[2/2] RUN x", times("1", "2"), ""));
        assertThat(solved.outcome()).isEqualTo(Outcome.SUCCEEDED);
        // it might as well be cut before its export
        assertThat(solved.diagnostics())
                .extracting(told -> told.message())
                .singleElement()
                .asString()
                .contains("no result");
    }

    @Test
    void aBuildWhoseLastStepRunsIsIncompleteAndNothingElse() {
        Build build = one(message("b", "[2/2] RUN x", ",\"started\":\"" + AT + "1Z\"", ""));

        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
        assertThat(build.diagnostics()).hasSize(1);
    }

    @Test
    void aBuildThatWroteItsResultSaysNoMore() {
        assertThat(one(message("b", "[2/2] RUN x", times("1", "2"), "")
                                + message("e", "exporting to image", times("2", "3"), ""))
                        .diagnostics())
                .isEmpty();
    }

    @Test
    void buildsInARowAndTextBetween() {
        String build = message("1", "[internal] load build definition from Dockerfile", times("0", "1"), "")
                + message("2", "exporting to image", times("1", "2"), "");
        List<Build> builds = read("+ docker build\n" + build + "ok\n{\"other\":1}\n" + build.replace("\"1\"", "\"3\""));

        assertThat(builds).hasSize(2);
        assertThat(builds).allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.SUCCEEDED));
    }

    @Test
    void aFailedBuildMayBeFollowedByAnotherWithoutAWord() {
        String from = message("f", "[1/2] FROM x", times("0", "1"), "");
        String build = message("1", "[internal] load build definition from Dockerfile", times("0", "1"), "")
                + message(
                        "s",
                        "resolve image config for docker-image://docker.io/docker/dockerfile:1",
                        times("0", "1"),
                        "")
                + message("2", "[internal] load build definition from Dockerfile", times("0", "1"), "")
                + from
                + message("4", "[2/2] RUN x", times("1", "2"), ",\"error\":\"exit code: 1\"");
        List<Build> builds = read(build
                + build.replace("\"1\"", "\"5\"").replace("\"2\"", "\"6\"").replace("\"4\"", "\"7\""));

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.FAILED, Outcome.FAILED);
        assertThat(builds).allSatisfy(one -> assertThat(one.vertices()).hasSize(5));
    }

    @Test
    void aDamagedMessageIsTold() {
        Build build = one(
                message("a", "[2/2] RUN x", times("0", "1"), "")
                        + "{\"vertexes\":[{\"digest\":\n{\"vertexes\":7}\n{\"vertexes\":[{\"digest\":\"b\",\"started\":\"never\"}]}\n");

        assertThat(rows(build)).containsExactly("a unfinished 1.0"); // they may have told that it was downloaded
        assertThat(build.diagnostics()).extracting(d -> d.line()).contains(2L, 3L, 4L);
    }

    @Test
    void aDamagedMessageMakesDoubtfulWhatItNames() {
        String a = "sha256:" + "a".repeat(64);
        String b = "sha256:" + "b".repeat(64);
        Build build = one(message(a, "[2/3] RUN x", times("0", "1"), "")
                + message(b, "[3/3] RUN y", times("1", "2"), "")
                + "{\"statuses\":[{\"id\":\"extracting\",\"vertex\":\"" + b + "\"}}\n");

        assertThat(rows(build)).containsExactly(a + " executed 1.0", b + " unfinished 1.0");
        assertThat(build.diagnostics()).extracting(d -> d.line()).contains(3L);
    }

    /** Each object over several lines, as buildx 0.12 printed them: the line is told on which it is broken. */
    @Test
    void theBrokenLineOfAMessageOverSeveral() {
        Build build = one(message("a", "[2/2] RUN x", times("0", "1"), "")
                + "{\n  \"vertexes\": [\n    {\n      \"digest\": a\n    }\n  ]\n}\n");

        assertThat(build.diagnostics()).extracting(d -> d.line()).contains(5L);
    }

    private static final String BELOW = ",\"inputs\":[\"a\"]";

    /**
     * Seen live on BuildKit 0.25: what is copied from the step is a hit, so the step is presumed one; then another file is to be
     * copied from it, and its own result had been pruned.
     */
    @Test
    void aPresumedHitThatIsNeededAfterAllRan() {
        String presumed = message("b", "[a 3/3] RUN x", times("1", "1"), ",\"cached\":true" + BELOW);
        String ran = message("b", "[a 3/3] RUN x", times("2", "3"), BELOW);
        String stopped = message("b", "[a 3/3] RUN x", times("2", "3"), ",\"error\":\"context canceled\"" + BELOW);
        String runs = message("b", "[a 3/3] RUN x", ",\"started\":\"" + AT + "2Z\"", BELOW);

        assertThat(rows(one(presumed + ran))).containsExactly("b executed 1.0");
        assertThat(vertex(one(presumed + stopped), "b").status().label()).isEqualTo("canceled");
        assertThat(vertex(one(presumed + runs), "b").status().label()).isEqualTo("unfinished");
    }

    /** A download of what was a hit is told without what the vertex builds on (util/progress/controller). */
    @Test
    void aHitThatIsFetchedLaterIsPulled() {
        String hit = message("b", "[a 3/3] RUN x", times("1", "1.1"), ",\"cached\":true" + BELOW);
        String fetched = message("b", "[a 3/3] RUN x", times("2", "3"), "");

        assertThat(vertex(one(hit + fetched), "b").status().label()).isEqualTo("pulled");
    }

    /** Seen live on engine 26.1, which keeps images in a graph driver: {@code pulling sha256:…} where others have the digest alone. */
    @Test
    void aHitWhoseLayersArePulledIsPulled() {
        String begun = message("b", "[a 3/3] RUN x", ",\"started\":\"" + AT + "1Z\"", ",\"cached\":true" + BELOW);
        String pulling = "{\"statuses\":[{\"id\":\"pulling sha256:" + "0".repeat(64)
                + "\",\"vertex\":\"b\",\"started\":\"" + AT + "1Z\",\"completed\":\"" + AT + "2Z\"}]}\n";
        String ended = message("b", "[a 3/3] RUN x", times("1", "2"), ",\"cached\":true" + BELOW);

        assertThat(vertex(one(begun + ended), "b").status().label()).isEqualTo("cached");
        assertThat(vertex(one(begun + pulling + ended), "b").status().label()).isEqualTo("pulled");
    }

    /** Another record of the cache may serve, or the step runs (solver/edge.go, loadCache). */
    @Test
    void aHitThatCannotBeLoadedIsNoFailure() {
        String broken = message(
                "b", "[a 3/3] RUN x", times("1", "1.1"), ",\"cached\":true,\"error\":\"blob not found\"" + BELOW);
        String ran = message("b", "[a 3/3] RUN x", times("2", "3"), BELOW);
        String hit = message("b", "[a 3/3] RUN x", times("2", "2.1"), ",\"cached\":true" + BELOW);

        assertThat(vertex(one(broken + ran), "b").status().label()).isEqualTo("executed");
        assertThat(vertex(one(broken + hit), "b").status().label()).isEqualTo("cached");
        assertThat(vertex(one(broken), "b").status().label()).isEqualTo("failed");
    }

    @Test
    void numbersMayBeQuotedAndTimesZero() {
        Build build = one(message("b", "[2/2] RUN x", times("1", "2"), ",\"later\":{\"a\":[1]}")
                + message(
                        "c",
                        "exporting to image",
                        ",\"started\":\"" + AT + "2Z\",\"completed\":\"0001-01-01T00:00:00Z\"",
                        "")
                + "{\"logs\":[{\"vertex\":\"b\",\"stream\":\"1\",\"data\":\"eAo=\",\"timestamp\":\"" + AT + "1Z\"}],"
                + "\"statuses\":[{\"id\":\"x\",\"vertex\":\"b\",\"current\":\"5\",\"total\":1e3}]}\n");

        assertThat(rows(build)).containsExactly("b executed 1.0", "c unfinished");
        assertThat(vertex(build, "b").logLines()).isEqualTo(1);
        assertThat(build.diagnostics()).extracting(told -> told.message()).noneMatch(told -> told.contains("damaged"));
    }

    @Test
    void aMessageMayStandBehindTextWithoutALineEnd() {
        Build build = one(message("a", "[1/2] FROM x", times("0", "1"), "") + "waiting..."
                + message("b", "[2/2] RUN x", times("1", "2"), ""));

        assertThat(rows(build)).containsExactly("a executed 1.0", "b executed 1.0");
    }

    @Test
    void aClockThatGoesBackMakesNoTime() {
        assertThat(rows(one(message("b", "[2/2] RUN x", times("5", "3"), "")))).containsExactly("b executed 0.0");
    }
}
