package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.explain.GateVerdict.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    /** Of the last build half the steps ran, in 6 of 10 seconds, for one reason; it took 12 seconds, and the one before 10. */
    @ParameterizedTest
    @CsvSource({
        "hit-rate<80%,        NO",
        "hit-rate<50%,        YES",
        "hit-rate<=50%,       NO",
        "hit-rate < 50.1%,    NO",
        "time-hit-rate<41%,   NO",
        "time-hit-rate<40%,   YES",
        "cost>5999ms,         NO",
        "cost>6s,             YES",
        "cost>=6s,            NO",
        "cost>0m6s,           YES",
        "regression>19.9%,    NO",
        "regression>20%,      YES",
        "root-misses>0,       NO",
        "root-misses>1,       YES",
        "miss:BUILD,          NO",
        "miss:RUN make,       NO",
        "miss:deps,           YES",
        "miss:RUN npm ci,     YES",
        "miss:nothing like it, UNKNOWN",
    })
    void aNumberBeyondTheLimitIsRefused(String expression, Answer answer) throws GateSyntaxException {
        Analysis analysis = Explainer.explain(List.of(cold("1"), took(10, warm("2")), took(12, changed("3"))));

        assertThat(judge(expression, analysis).answer()).isEqualTo(answer);
    }

    @Test
    void theReasonNamesBuildAndStep() throws GateSyntaxException {
        Analysis analysis = Explainer.explain(List.of(cold("1"), took(10, warm("2")), took(12, changed("3"))));

        assertThat(judge("hit-rate<80%", analysis).reason()).isEqualTo("build 3 has 50% (2 of 4 steps)");
        assertThat(judge("time-hit-rate<80%", analysis).reason()).isEqualTo("build 3 has 40% (4s of 10s saved)");
        assertThat(judge("cost>1s", analysis).reason()).isEqualTo("build 3 lost 6s to 1 root miss");
        assertThat(judge("regression>5%", analysis).reason())
                .isEqualTo("build 3 took 12s, 20% more than build 2 (10s)");
        assertThat(judge("root-misses>0", analysis).reason())
                .isEqualTo("build 3 has 1 root miss: [build 2/3] COPY src src");
        assertThat(judge("miss:RUN make", analysis).reason()).isEqualTo("build 3 ran [build 3/3] RUN make");
        assertThat(judge("miss:RUN make", analysis).gate()).isEqualTo("miss:RUN make");
    }

    @Test
    void anEarlierBuildIsNotJudged() throws GateSyntaxException {
        Analysis analysis = Explainer.explain(List.of(cold("1"), changed("2"), warm("3")));

        assertThat(judge("hit-rate<100%", analysis).answer()).isEqualTo(Answer.YES);
        assertThat(judge("root-misses>0", analysis).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void eachWayOfAProfileIsJudgedByItsLastRun() throws GateSyntaxException {
        Analysis profile = Explainer.explain(List.of(cold("1"), changed("2"), warm("3"), changed("4"), warm("5")))
                .withAlike(List.of(List.of("1", "2", "3"), List.of("4"), List.of("5")));

        assertThat(judge("hit-rate<60%", profile).reason()).isEqualTo("build 4 has 50% (2 of 4 steps)");
    }

    @Test
    void aRunThatWasToldToUseNoCacheIsNotJudgedUnlessItIsTheLast() throws GateSyntaxException {
        BuildInputs noCache = new BuildInputs(null, Map.of(), Map.of(), Map.of(), true);
        Observed first = new Observed(cold("1"), noCache);
        Observed second = new Observed(warm("2"), BuildInputs.NONE);
        Analysis ended = Explainer.explainCompared(
                        List.of(new Explainer.Compared(first, null), new Explainer.Compared(second, first)))
                .withAlike(List.of(List.of("1"), List.of("2")));
        Analysis broken = Explainer.explainCompared(List.of(new Explainer.Compared(first, null)))
                .withAlike(List.of(List.of("1")));

        assertThat(judge("hit-rate<80%", ended).answer()).isEqualTo(Answer.YES);
        assertThat(judge("hit-rate<80%", broken).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void everySeriesIsJudgedAndOneRefusalIsEnough() throws GateSyntaxException {
        Build other = new Builds("3").step("[2/2] RUN other", EXECUTED, 1).build();
        Analysis analysis = Explainer.explain(List.of(cold("1"), warm("2"), other));

        assertThat(judge("hit-rate<10%", analysis).reason()).isEqualTo("build 3 has 0% (0 of 1 step)");
        assertThat(judge("miss:RUN make", analysis).answer()).isEqualTo(Answer.YES);
    }

    @Test
    void whatIsNotKnownIsSaidAndRefusesNothing() throws GateSyntaxException {
        Analysis nothing = Explainer.explain(
                List.of(new Builds("1").step("[internal] load", EXECUTED, 1).build()));

        assertThat(judge("hit-rate<80%", nothing))
                .isEqualTo(new GateVerdict("hit-rate<80%", Answer.UNKNOWN, "build 1 decided no step"));
        assertThat(judge("time-hit-rate<80%", nothing).answer()).isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aColdBuildIsNoRegressionAndNothingToBeComparedWith() throws GateSyntaxException {
        Build cold = took(60, cold("2"));
        Analysis becameCold = Explainer.explainCompared(List.of(
                new Explainer.Compared(new Observed(took(10, warm("1")), BuildInputs.NONE), null),
                new Explainer.Compared(new Observed(cold, BuildInputs.NONE), null)));
        Analysis wasCold = Explainer.explain(List.of(took(1, cold("1")), took(60, changed("2"))));

        assertThat(judge("regression>20%", becameCold).answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(judge("regression>20%", becameCold).reason()).contains("build 2 had no cache");
        assertThat(judge("regression>20%", wasCold).reason()).contains("to be compared with");
    }

    @Test
    void aBuildThatFailedIsNoRegressionAndNothingToBeComparedWith() throws GateSyntaxException {
        Build failed = took(1, warm("2")).copy().outcome(Outcome.FAILED).build();
        Analysis analysis = Explainer.explain(List.of(took(10, warm("1")), failed, took(11, changed("3"))));

        assertThat(judge("regression>5%", analysis).reason())
                .isEqualTo("build 3 took 11s, 10% more than build 1 (10s)");
    }

    @Test
    void missesBesideEachOtherCostNoMoreThanTheBuildTook() throws GateSyntaxException {
        Build two = new Builds("2")
                .step("[a 2/2] RUN a", EXECUTED, 8)
                .step("[b 2/2] RUN b", EXECUTED, 9)
                .build();
        Analysis analysis = Explainer.explain(List.of(took(10, two)));

        assertThat(judge("cost>10s", analysis).answer()).isEqualTo(Answer.YES);
    }

    @ParameterizedTest
    @CsvSource({
        "hit-rate,          is no gate",
        "'',                is no gate",
        "hit-rate>80%,      is true where all is well",
        "hit-rate<80,       has no percentage",
        "hit-rate<0.8,      has no percentage",
        "hit-rate<-5%,      has no percentage",
        "cost<30s,          is true where all is well",
        "cost>30,           has no duration",
        "cost>30sec,        has no duration",
        "root-misses>1.5,   has no number",
        "regression>20,     has no percentage",
        "hitrate<80%,       measures nothing that is known",
        "miss:,             needs a stage",
        "hit-rate<80% x,    is no gate",
    })
    void whatIsNoGateIsRefusedWithWhatWouldBe(String expression, String why) {
        assertThatThrownBy(() -> Gate.parse(expression))
                .isInstanceOf(GateSyntaxException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aLongNameIsCut() throws GateSyntaxException {
        String name = "[2/2] RUN " + "😀".repeat(200);
        Analysis analysis = Explainer.explain(
                List.of(new Builds("1").step(name, EXECUTED, 1).build()));

        assertThat(judge("root-misses>0", analysis).reason()).endsWith("😀…").hasSizeLessThan(250);
    }

    private static GateVerdict judge(String expression, Analysis analysis) throws GateSyntaxException {
        return Gate.parse(expression).judge(JudgedBuild.of(analysis));
    }

    private static Build took(double seconds, Build build) {
        return new Build(
                build.id(),
                build.source(),
                build.ordinal(),
                build.line(),
                build.format(),
                build.wrapper(),
                build.clock(),
                build.target(),
                build.outcome(),
                build.startedAt(),
                seconds,
                build.error(),
                build.vertices(),
                build.diagnostics());
    }

    private static Build cold(String id) {
        return build(id, EXECUTED, EXECUTED);
    }

    private static Build warm(String id) {
        return build(id, CACHED, CACHED);
    }

    private static Build changed(String id) {
        return build(id, CACHED, EXECUTED);
    }

    private static Build build(String id, Status deps, Status made) {
        return new Builds(id)
                .step("[deps 2/3] COPY package.json .", deps, deps == CACHED ? 0 : 1)
                .step("[deps 3/3] RUN npm ci", deps, deps == CACHED ? 0 : 3, "v1")
                .step("[build 2/3] COPY src src", made, made == CACHED ? 0 : 1)
                .step("[build 3/3] RUN make", made, made == CACHED ? 0 : 5, "v3")
                .build();
    }
}
