package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Cause;
import dev.misstep.explain.Certainty;
import dev.misstep.explain.Explainer;
import dev.misstep.explain.Miss;
import dev.misstep.explain.Role;
import dev.misstep.log.SavedLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What builds tell of how they are set up, from their logs. */
class LogAdviceTest {
    private static final String HEAD = """
            #1 [internal] load build definition from Dockerfile
            #1 DONE 0.0s
            """;
    private static final String IMPORT_FAILED = """
            #4 importing cache manifest from ghcr.io/o/r:cache
            #4 ERROR: ghcr.io/o/r:cache: not found
            """;
    private static final String IMPORT_DONE = """
            #4 importing cache manifest from ghcr.io/o/r:cache
            #4 DONE 0.4s
            """;
    private static final String RAN = """
            #5 [2/2] RUN make
            #5 DONE 12.0s
            #6 exporting to image
            #6 DONE 0.1s
            """;
    private static final String CACHED = """
            #5 [2/2] RUN make
            #5 CACHED
            #6 exporting to image
            #6 DONE 0.1s
            """;

    @Test
    void aFreshMachineWithoutAnImportIsCold() throws IOException {
        assertThat(LogAdvice.of(read(onGithub(HEAD + RAN))))
                .extracting(Finding::rule, Finding::severity)
                .containsExactly(tuple(RuleName.CI_COLD_CACHE, Severity.HIGH));
    }

    @Test
    void nothingIsSaidOfAHitOrOfTheUsersOwnMachine() throws IOException {
        assertThat(LogAdvice.of(read(onGithub(HEAD + CACHED)))).isEmpty();
        assertThat(LogAdvice.of(read(HEAD + RAN))).isEmpty();
        assertThat(LogAdvice.of(read(onGithub(HEAD + IMPORT_DONE + CACHED)))).isEmpty();
    }

    @Test
    void anImportThatFoundNothingIsNamed() throws IOException {
        assertThat(LogAdvice.of(read(HEAD + IMPORT_FAILED + RAN)))
                .extracting(Finding::rule, Finding::vertex)
                .containsExactly(tuple(RuleName.CI_COLD_CACHE, "4"));
    }

    @Test
    void anImportThatGaveNothingIsNamed() throws IOException {
        assertThat(LogAdvice.of(read(HEAD + IMPORT_DONE + RAN)))
                .extracting(Finding::rule, Finding::severity, Finding::vertex)
                .containsExactly(tuple(RuleName.CI_COLD_CACHE, Severity.MEDIUM, "4"));
        assertThat(LogAdvice.of(read(HEAD + IMPORT_DONE + RAN.replace("RUN make", "COPY . ."))))
                .isEmpty(); // files may have changed
    }

    @Test
    void anImportOfTheLastStageAloneIsNamed() throws IOException {
        String stages = """
                #5 [build 2/3] RUN make deps
                #5 DONE 30.0s
                #6 [build 3/3] COPY . .
                #6 DONE 0.1s
                #7 [stage-1 2/3] RUN adduser a
                #7 CACHED
                #8 [stage-1 3/3] COPY --from=build /a /a
                #8 DONE 0.1s
                #9 exporting to image
                #9 DONE 0.1s
                """;

        assertThat(LogAdvice.of(read(HEAD + IMPORT_DONE + stages)))
                .extracting(Finding::rule, Finding::message)
                .containsExactly(tuple(
                        RuleName.CI_COLD_CACHE,
                        "the cache that build 1 imported had steps of other stages, and none of the one that begins with"
                                + " [build 2/3] RUN make deps: so it is with mode=min and with an inline cache"));
        assertThat(LogAdvice.of(read(HEAD + IMPORT_DONE + stages.replace("#5 DONE 30.0s", "#5 CACHED"))))
                .isEmpty();
    }

    @Test
    void aCacheThatTakesLongerThanItSavesIsNotWorthIt() throws IOException {
        String export = """
                #7 exporting cache to registry
                #7 DONE 40.0s
                """;
        String cold = HEAD + IMPORT_FAILED + RAN + export;
        String warm = HEAD + IMPORT_DONE + CACHED + export;

        assertThat(LogAdvice.of(read(cold + warm)))
                .filteredOn(finding -> finding.rule() == RuleName.CACHE_NOT_WORTH_IT)
                .extracting(Finding::savesSeconds, Finding::proof)
                .containsExactly(tuple(28.4, Proof.SIMULATED)); // 0.4 and 40 s for 12 s
        assertThat(LogAdvice.of(read(warm))).isEmpty(); // nobody knows what the hit saved
        assertThat(LogAdvice.of(read(HEAD + RAN + HEAD + IMPORT_DONE + CACHED))).isEmpty();
    }

    @Test
    void otherOutputOfEqualInputsIsNotReproducible() {
        Miss taker = new Miss(
                "2",
                "8",
                Role.CASCADE,
                "5",
                Cause.EVICTED,
                Certainty.PROVEN,
                List.of(),
                0,
                null,
                null,
                "ran",
                "1",
                null,
                true);

        assertThat(LogAdvice.of(new Analysis(List.of(), List.of(taker))))
                .extracting(Finding::rule, Finding::vertex)
                .containsExactly(tuple(RuleName.NON_REPRODUCIBLE_STEP, "5"));
    }

    @Test
    void theClassicBuilderIsToldOnce() throws IOException {
        String build = """
                Sending build context to Docker daemon  2.048kB
                Step 1/2 : FROM debian
                 ---> 0123456789ab
                Step 2/2 : RUN make
                 ---> Running in 112233445566
                Removing intermediate container 112233445566
                 ---> abcdefabcdef
                Successfully built abcdefabcdef
                """;

        assertThat(LogAdvice.of(read(build + build)))
                .extracting(Finding::rule, finding -> finding.message().substring(0, 13))
                .containsExactly(tuple(RuleName.LEGACY_BUILDER, "2 builds were"));
    }

    @Test
    void permissionBitsAloneAreTold() {
        FileChange mode = new FileChange("run.sh", Change.MODE);
        FileChange content = new FileChange("a.c", Change.CONTENT);

        assertThat(LogAdvice.of(missing(List.of(mode), 1, 12.0)))
                .extracting(Finding::rule, Finding::vertex, Finding::savesSeconds, Finding::proof)
                .containsExactly(tuple(RuleName.FILE_MODE_FLIPS, "7", 12.0, Proof.SIMULATED));
        assertThat(LogAdvice.of(missing(List.of(mode), 1, null)))
                .extracting(Finding::savesSeconds, Finding::proof)
                .containsExactly(tuple(null, Proof.NONE));
        assertThat(LogAdvice.of(missing(List.of(mode, content), 2, 12.0))).isEmpty();
        assertThat(LogAdvice.of(missing(List.of(mode), 2, 12.0))).isEmpty(); // nobody knows of the second
    }

    private static Analysis missing(List<FileChange> files, int total, @Nullable Double cost) {
        Miss miss = new Miss(
                "2",
                "7",
                Role.ROOT,
                "7",
                Cause.CONTEXT_FILES,
                Certainty.PROVEN,
                files,
                total,
                null,
                null,
                "files changed",
                "1",
                cost);
        return new Analysis(List.of(), List.of(miss));
    }

    private static String onGithub(String log) {
        StringBuilder stamped = new StringBuilder();
        log.lines()
                .forEach(line -> stamped.append("2026-05-01T10:00:00.1234567Z ")
                        .append(line)
                        .append('\n'));
        return stamped.toString();
    }

    private static Analysis read(String log) throws IOException {
        return Explainer.explain(
                SavedLogs.read("ci.log", new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))
                        .builds());
    }
}
