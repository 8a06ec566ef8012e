package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Ingredients;
import dev.misstep.context.FileChange;
import dev.misstep.context.Snapshot;
import dev.misstep.dockerfile.CopySelection;
import dev.misstep.dockerfile.Dockerfile;
import dev.misstep.dockerfile.Instruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One claim each, with what it is made from and what it must not go beyond. */
class RootCauseTest {
    private static final Build BUILD =
            new Builds("1").step("[2/2] RUN make", EXECUTED, 1).build();

    private static Observed with(Build build, List<SeenArgument> arguments, List<SeenSetting> settings) {
        return new Observed(
                build,
                new BuildInputs(
                        null,
                        Map.of(),
                        Map.of("v1", "RUN make"),
                        Map.of("v1", arguments),
                        Map.of("v1", settings),
                        false));
    }

    private static SeenSetting setting(String name, int line, String text, String hash, SeenArgument... arguments) {
        return new SeenSetting(name, line, text, hash, List.of(arguments));
    }

    private static Observed set(SeenSetting... settings) {
        return with(BUILD, List.of(), List.of(settings));
    }

    private static Miss first(Observed before, Observed after) {
        return Explainer.explainCompared(List.of(new Explainer.Compared(after, before)))
                .misses()
                .get(0);
    }

    @Test
    void anEnvAboveItWithAnotherValueIsTheCause() {
        Miss miss =
                first(set(setting("ENV MODE", 3, "ENV MODE=a", "1")), set(setting("ENV MODE", 4, "ENV MODE=b", "2")));

        assertThat(miss.cause()).isEqualTo(Cause.INSTRUCTION);
        assertThat(miss.certainty()).isEqualTo(Certainty.PROVEN);
        assertThat(miss.before()).isEqualTo("ENV MODE=a");
        assertThat(miss.after()).isEqualTo("ENV MODE=b");
        assertThat(miss.detail()).startsWith("ENV MODE on line 4 is another");
    }

    @Test
    void anEnvThatIsNewMayBeWhatTheBaseImageHasAnyway() {
        Miss miss = first(set(), set(setting("ENV MODE", 4, "ENV MODE=b", "2")));

        assertThat(miss.cause()).isEqualTo(Cause.INSTRUCTION);
        assertThat(miss.certainty()).isEqualTo(Certainty.LIKELY);
        assertThat(miss.before()).isNull();
    }

    /** ENV VERSION=v$TAG hides the argument from the steps below, but not its value. */
    @Test
    void anArgumentByWayOfAnEnvIsStillTheArgument() {
        Miss miss = first(
                set(setting("ENV VERSION", 3, "ENV VERSION=v$TAG", "1", new SeenArgument("TAG", 2, "aa"))),
                set(setting("ENV VERSION", 3, "ENV VERSION=v$TAG", "2", new SeenArgument("TAG", 2, "bb"))));

        assertThat(miss.cause()).isEqualTo(Cause.BUILD_ARG);
        assertThat(miss.before()).isEqualTo("TAG=aa");
        assertThat(miss.after()).isEqualTo("TAG=bb");
    }

    @Test
    void theEnvThatWasEditedIsToldAndNotTheOneMadeOfIt() {
        Miss miss = first(
                set(setting("ENV A", 2, "ENV A=1", "1"), setting("ENV B", 3, "ENV B=$A", "1")),
                set(setting("ENV A", 2, "ENV A=2", "2"), setting("ENV B", 3, "ENV B=$A", "2")));

        assertThat(miss.after()).isEqualTo("ENV A=2");
    }

    @Test
    void anotherBaseImageIsLikelyForTwoNamesMayBeOneImage() {
        Miss miss =
                first(set(setting("FROM", 1, "FROM busybox:1", "1")), set(setting("FROM", 1, "FROM busybox:2", "2")));

        assertThat(miss.cause()).isEqualTo(Cause.BASE_IMAGE);
        assertThat(miss.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @Test
    void anArgumentThatIsNewHadNoOtherValue() {
        Miss miss = first(
                with(BUILD, List.of(), List.of()), with(BUILD, List.of(new SeenArgument("TAG", 2, "aa")), List.of()));

        assertThat(miss.cause()).isEqualTo(Cause.BUILD_ARG);
        assertThat(miss.before()).isNull();
        assertThat(miss.detail()).contains("has a value and had none");
    }

    /** The value is in BuildKit's name of the step, and a plain log has no more than that. */
    @Test
    void anotherNameInALogIsAnEditOrAnotherValue() {
        Build before = new Builds("1")
                .step("[2/3] RUN a", EXECUTED, 1)
                .step("[3/3] RUN echo 1", EXECUTED, 1)
                .build();
        Build after = new Builds("2")
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN echo 2", EXECUTED, 1)
                .build();
        Build classic =
                new Builds("1").classic().step("RUN echo 1", EXECUTED, 1).build();
        Build edited = new Builds("2").classic().step("RUN echo 2", EXECUTED, 1).build();

        assertThat(first(unknown(before), unknown(after)).certainty()).isEqualTo(Certainty.LIKELY);
        assertThat(first(unknown(classic), unknown(edited)).certainty()).isEqualTo(Certainty.PROVEN);
    }

    private static Observed unknown(Build build) {
        return new Observed(build, BuildInputs.NONE);
    }

    /** Both hits, and yet the step below the gap has never been built on what is left. */
    @Test
    void anInstructionThatIsGoneMakesTheStepBelowItMiss() throws Exception {
        Build before = new Builds("1")
                .step("[1/4] FROM busybox", CACHED, 0)
                .step("[2/4] RUN a", EXECUTED, 1)
                .step("[3/4] RUN b", EXECUTED, 1)
                .step("[4/4] RUN c", EXECUTED, 1)
                .build();
        Build after = new Builds("2")
                .step("[1/3] FROM busybox", CACHED, 0)
                .step("[2/3] RUN a", CACHED, 0)
                .step("[3/3] RUN c", EXECUTED, 1, "v2")
                .build();

        Miss miss = first(located(before, null), located(after, null));

        assertThat(miss.cause()).isEqualTo(Cause.INSTRUCTION);
        assertThat(miss.before()).isEqualTo("RUN b");
        assertThat(miss.after()).isNull();
        assertThat(miss.detail()).startsWith("An instruction above it is gone");
    }

    @Test
    void unknownSaysOnlyWhatWasCompared() throws Exception {
        Build copy = new Builds("1")
                .step("[2/2] COPY --from=build /out /", EXECUTED, 1)
                .build();
        Build files = new Builds("1").step("[2/2] COPY a b", EXECUTED, 1).build();
        Build log = new Builds("1").step("[2/2] COPY a b", EXECUTED, 1).build();

        assertThat(first(located(copy, Snapshot.EMPTY), located(copy, Snapshot.EMPTY))
                        .detail())
                .startsWith(
                        "Its instruction, the build arguments it sees and the ENV, WORKDIR and USER above it are as");
        assertThat(first(located(files, Snapshot.EMPTY), located(files, Snapshot.EMPTY))
                        .detail())
                .contains(" and the files it selects are as in the baseline");
        assertThat(first(unknown(log), unknown(log)).detail()).startsWith("Its instruction is as in the baseline; ");
    }

    /** A build of which Dockerfile and context are known. */
    private static Observed located(Build build, @Nullable Snapshot snapshot) throws Exception {
        Map<String, BuildInputs.StepSource> steps = new HashMap<>();
        Map<String, String> written = new HashMap<>();
        Map<String, List<SeenArgument>> arguments = new HashMap<>();
        Map<String, List<SeenSetting>> settings = new HashMap<>();
        for (var step : build.steps()) {
            String command = step.name().command();
            Instruction instruction = Dockerfile.parse("FROM a\n" + command)
                    .stages()
                    .get(0)
                    .instructions()
                    .get(0);
            steps.put(
                    step.id(), new BuildInputs.StepSource(instruction, CopySelection.of(instruction, Map.of()), null));
            written.put(step.id(), command);
            arguments.put(step.id(), List.of());
            settings.put(step.id(), List.of());
        }
        return new Observed(build, new BuildInputs(snapshot, steps, written, arguments, settings, false));
    }

    /** {@code COPY $A /} that was {@code COPY $B /}, both of one value: BuildKit is given the same. */
    @Test
    void anotherVariableOfTheSameValueIsNoOtherInstruction() throws Exception {
        Build build = new Builds("1").step("[2/2] COPY a /app", EXECUTED, 1).build();
        Observed now = located(build, Snapshot.EMPTY.with("a", 0644, new byte[] {1}));
        Observed before = new Observed(
                build,
                new BuildInputs(Snapshot.EMPTY, now.inputs().steps(), Map.of("v1", "COPY $B /app"), Map.of(), false));

        Miss miss = first(before, now);

        assertThat(miss.cause()).isEqualTo(Cause.CONTEXT_FILES);
        assertThat(miss.files()).extracting(FileChange::path).containsExactly("a");
    }

    /** A record tells of the whole build: which step sees the argument is not in it, so it is named and not blamed. */
    @Test
    void whatElseARecordSaysChangedIsNamed() {
        Build before = BUILD.withIngredients(new Ingredients(
                new TreeMap<>(Map.of("A", "1", "B", "2")),
                List.of(new Ingredients.Image("alpine:3", null, "sha256:a"))));
        Build after = BUILD.withIngredients(new Ingredients(
                new TreeMap<>(Map.of("A", "1", "B", "3")),
                List.of(new Ingredients.Image("alpine:3", null, "sha256:b"))));

        Miss miss = first(new Observed(before, BuildInputs.NONE), new Observed(after, BuildInputs.NONE));

        assertThat(miss.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(miss.detail()).contains("another than in the baseline is build argument B, image alpine:3,");
    }
}
