package dev.misstep.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Ingredients;
import dev.misstep.build.Outcome;
import dev.misstep.build.ShortHash;
import dev.misstep.build.SourceCommit;
import dev.misstep.build.Vertex;
import dev.misstep.log.SolveStatus.VertexUpdate;
import dev.misstep.log.source.Packer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record of the builder's own tells what its rawjson tells, and how the build as a whole began, ended and was asked for. */
class DockerBuildLogTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T03:51:17Z");
    private static final String TIMES =
            "'CreatedAt':{'seconds':1795492277,'nanos':250000000},'CompletedAt':{'seconds':1795492280}";

    private static List<SolveStatus> steps(String... names) {
        List<VertexUpdate> updates = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            updates.add(new VertexUpdate(
                    "sha256:" + i,
                    List.of(),
                    names[i],
                    BEGIN.plusSeconds(1),
                    BEGIN.plusMillis(1500),
                    false,
                    null,
                    null));
        }
        return List.of(new SolveStatus(updates, List.of(), List.of()));
    }

    private static ReadLogs read(byte[] bytes) throws IOException {
        return SavedLogs.read("x.dockerbuild", new ByteArrayInputStream(bytes));
    }

    private static Build one(DockerBuildFile file) throws IOException {
        ReadLogs logs = read(file.bytes());
        assertThat(logs.remarks()).isEmpty();
        assertThat(logs.builds()).hasSize(1);
        return logs.builds().get(0);
    }

    @Test
    void theStatusStreamIsReadAsRawjsonIs() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            RandomBuild random = new RandomBuild(seed);
            String rawjson = new RawJsonPrinter(false).print(random.messages) + RoundTripTest.end(random);
            String error = random.error == null
                    ? ""
                    : ",'error':{'code':2,'message':'"
                            + random.error.replace("\\", "\\\\").replace("\"", "\\\"") + "'}";
            Build build = one(new DockerBuildFile()
                    .with("{" + TIMES + (random.outcome == Outcome.FAILED ? error : "") + "}", random.messages));

            assertThat(build.format()).isEqualTo(Format.DOCKERBUILD);
            assertThat(build.clock()).isEqualTo(Clock.EXACT);
            assertThat(withoutPlace(build)).as("seed %d", seed).isEqualTo(withoutPlace(Logs.one(rawjson)));
        }
    }

    /** All of a vertex but where its line is in a text, and its start, which a record knows better. */
    private static List<Vertex> withoutPlace(Build build) {
        return build.vertices().stream()
                .map(v -> new Vertex(
                        v.id(),
                        v.name(),
                        null,
                        v.status(),
                        v.seconds(),
                        null,
                        v.intervals(),
                        v.logLines(),
                        v.inputs(),
                        v.error(),
                        0))
                .toList();
    }

    @Test
    void theRecordTellsWhenTheBuildBeganAndEnded() throws IOException {
        Build build = one(new DockerBuildFile().with("{" + TIMES + "}", steps("[1/1] RUN x")));

        assertThat(build.startedAt()).isEqualTo(BEGIN.plusMillis(250));
        assertThat(build.seconds()).isEqualTo(2.75);
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(build.line()).isZero();
    }

    /** Until buildx 0.19. */
    @Test
    void timesWereTextOnce() throws IOException {
        Build build = one(new DockerBuildFile()
                .with(
                        "{'CreatedAt':'2026-11-24T03:51:17.25Z','CompletedAt':'2026-11-24T03:51:20Z'}",
                        steps("[1/1] RUN x")));

        assertThat(build.startedAt()).isEqualTo(BEGIN.plusMillis(250));
        assertThat(build.seconds()).isEqualTo(2.75);
    }

    @Test
    void aBuildThatWasUnderWayIsIncomplete() throws IOException {
        Build build = one(new DockerBuildFile()
                .with("{'CreatedAt':{'seconds':1795492277}}", steps("[internal] load metadata for x")));

        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theRecordTellsHowTheBuildEnded(int code) throws IOException {
        Build build = one(new DockerBuildFile()
                .with("{" + TIMES + ",'error':{'code':" + code + ",'message':'went wrong'}}", steps("[1/1] RUN x")));

        assertThat(build.outcome()).isEqualTo(code == 1 ? Outcome.CANCELED : Outcome.FAILED);
        assertThat(build.error()).isEqualTo("went wrong");
    }

    @Test
    void theTargetIsTheStageAskedForElseThatOfBake() throws IOException {
        assertThat(target("'FrontendAttrs':{'target':'app'},'localState':{'Target':'web'}"))
                .isEqualTo("app");
        assertThat(target("'FrontendAttrs':{},'localState':{'Target':'web'}")).isEqualTo("web");
        assertThat(target("'localState':{'Target':'default'}")).isNull();
        assertThat(target("'localState':{}")).isNull();
    }

    private static @Nullable String target(String record) throws IOException {
        return one(new DockerBuildFile().with("{" + TIMES + "," + record + "}", steps("[1/1] RUN x")))
                .target();
    }

    @Test
    void theRecordNamesTheCommit() throws IOException {
        String hash = "70365fa93d19312a4754d8fe3769c1fcd5c5b356";
        Build build = one(new DockerBuildFile()
                .with("{" + TIMES + ",'FrontendAttrs':{'vcs:revision':'" + hash + "'}}", steps("[1/1] RUN x")));

        assertThat(build.commit()).isEqualTo(new SourceCommit(hash, 0, false));
    }

    @Test
    void noArgumentsValueIsKept() throws IOException {
        Build build = one(new DockerBuildFile()
                .with(
                        "{" + TIMES
                                + ",'FrontendAttrs':{'build-arg:TOKEN':'hunter2','no-cache':'','cache-imports':'hunter2'}}",
                        steps("[1/1] RUN x")));

        assertThat(build.toString()).doesNotContain("hunter2");
        assertThat(build.diagnostics())
                .extracting(Diagnostic::message)
                .hasSize(1)
                .first()
                .asString()
                .contains("--no-cache");
    }

    private static final String MAPPING =
            "'digestMapping':{'sha256:0':'step0','sha256:1':'step1','sha256:2':'step2','sha256:3':'step3','sha256:9':'step0'}";
    private static final String LOCATIONS = "'source':{'locations':{"
            + "'step0':{'locations':[{'ranges':[{'start':{'line':5},'end':{'line':5}},{'start':{'line':4},'end':{'line':4}}]}]},"
            + "'step1':{},"
            + "'step2':{'locations':[{'ranges':[{'start':{'line':7}}]},{'ranges':[{'start':{'line':9}}]}]},"
            + "'step3':{'locations':[{'sourceIndex':1,'ranges':[{'start':{'line':3}}]}]}}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'buildConfig':{MAPPING},'metadata':{'https://mobyproject.org/buildkit@v1#metadata':{LOCATIONS}}}",
                "{'_type':'x','predicate':{'buildConfig':{MAPPING},"
                        + "'metadata':{'https://mobyproject.org/buildkit@v1#metadata':{LOCATIONS}}}}",
                "{'buildDefinition':{'internalParameters':{'buildConfig':{MAPPING}}},"
                        + "'runDetails':{'metadata':{'buildkit_metadata':{LOCATIONS}}}}"
            })
    void theProvenanceTellsLinesOfTheDockerfile(String provenance) throws IOException {
        String json = provenance.replace("MAPPING", MAPPING).replace("LOCATIONS", LOCATIONS);
        String other = json.replace("'line':4", "'line':8");
        List<SolveStatus> steps =
                steps("[1/4] RUN two lines", "[2/4] RUN nowhere", "[3/4] RUN twice", "[4/4] RUN elsewhere");

        Build build = one(new DockerBuildFile().with("{" + TIMES + "}", steps, json, json));
        Build disputed = one(new DockerBuildFile().with("{" + TIMES + "}", steps, json, other));

        assertThat(build.vertices()).extracting(Vertex::dockerfileLine).containsExactly(4, null, null, null);
        assertThat(disputed.vertices()).extracting(Vertex::dockerfileLine).containsOnlyNulls();
    }

    /** An export of all records begins with the latest. */
    @Test
    void severalRecordsAreSeveralBuildsTheFirstToBeginFirst() throws IOException {
        DockerBuildFile file = new DockerBuildFile()
                .with(
                        "{'CreatedAt':{'seconds':1795492290},'CompletedAt':{'seconds':1795492291}}",
                        steps("[1/1] RUN late"))
                .with("{" + TIMES + "}", steps("[1/1] RUN early"));
        List<Build> builds = read(file.bytes()).builds();

        assertThat(builds)
                .extracting(build -> build.steps().get(0).name().command())
                .containsExactly("RUN early", "RUN late");
        assertThat(builds).extracting(Build::id).containsExactly("1", "2");
        assertThat(builds).extracting(Build::ordinal).containsExactly(1, 2);
    }

    @Test
    void anyWayOfPackingALayoutWillDo() throws IOException {
        DockerBuildFile file = new DockerBuildFile().with("{" + TIMES + "}", steps("[1/1] RUN x"));
        byte[] tar = Packer.tar(file.files());
        byte[] inZip = Packer.zip(Map.of("o~r~ABC.dockerbuild", file.bytes(), "readme", new byte[] {'x'}));

        assertThat(read(tar).builds()).hasSize(1);
        assertThat(read(Packer.ZSTD.pack(tar)).builds()).hasSize(1);
        ReadLogs logs = read(inZip);
        assertThat(logs.builds()).extracting(Build::source).containsExactly("x.dockerbuild/o~r~ABC.dockerbuild");
        assertThat(logs.remarks()).extracting(remark -> remark.member()).containsExactly("x.dockerbuild/readme");
    }

    @Test
    void anImageIsNoBuild() throws IOException {
        Map<String, byte[]> image = Map.of(
                "oci-layout", DockerBuildFile.json("{}"),
                "index.json", DockerBuildFile.json("{'manifests':[{'digest':'sha256:" + "0".repeat(64) + "'}]}"));
        ReadLogs logs = read(Packer.tar(image));

        assertThat(logs.builds()).isEmpty();
        assertThat(logs.remarks()).hasSize(1);
    }

    @Test
    void aBlobThatIsDamagedIsTold() throws IOException {
        byte[] frames = {3, 0, 0, 0, 10, 9, 9, 0, 0, 0, 0, 9, 0, 0, 0, 1};
        DockerBuildFile file = new DockerBuildFile().with("{" + TIMES + "}", frames, "{'buildConfig':7}");
        Map<String, byte[]> changed = file.files();
        changed.replaceAll((name, bytes) -> Arrays.equals(bytes, frames) ? Arrays.copyOf(frames, 15) : bytes);
        List<Build> builds = read(Packer.tar(changed)).builds();

        assertThat(builds).hasSize(1);
        assertThat(builds.get(0).diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly(
                        "status message 1 is damaged and was left out",
                        "the status stream is cut off in message 3",
                        "the status stream is shorter than the record says: its end is missing",
                        "the build's provenance cannot be read");
    }

    /** Whatever is lost of a file, there is an answer. */
    @Test
    void anyBytesWillDo() throws IOException {
        byte[] tar = Packer.tar(new DockerBuildFile()
                .with("{" + TIMES + "}", steps("[1/2] RUN x", "[2/2] RUN y"), "{'buildConfig':{'digestMapping':{}}}")
                .files());
        for (int i = 512; i < tar.length; i += 5) { // before that it is no archive
            byte[] flipped = tar.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            ReadLogs logs = read(flipped);
            assertThat(logs.builds().size() + logs.remarks().size())
                    .as("byte %d", i)
                    .isPositive();
        }
        assertThat(new String(tar, StandardCharsets.UTF_8)).contains("index.json");
    }

    @Test
    void argumentsAreNamedAndTheirValuesAreNot() throws IOException {
        Build build = one(new DockerBuildFile()
                .with(
                        "{" + TIMES
                                + ",'FrontendAttrs':{'build-arg:TOKEN':'geheim','build-arg:EMPTY':'','label:x':'y'}}",
                        steps("[1/1] RUN x")));

        assertThat(requireNonNull(build.ingredients()).arguments())
                .containsExactly(Map.entry("EMPTY", ShortHash.of("")), Map.entry("TOKEN", ShortHash.of("geheim")));
        assertThat(build.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'materials':%s}", "{'predicate':{'buildDefinition':{'resolvedDependencies':%s}}}"})
    void imagesAreNamedWithTheirDigests(String provenance) throws IOException {
        String materials = """
                [{'uri':'pkg:docker/reg.example%3A5000/a/b@1.2?platform=linux%2Farm64','digest':{'sha256':'aa'}},
                 {'uri':'pkg:docker/alpine','digest':{'sha256':'bb'}},
                 {'uri':'https://host/context.git','digest':{'sha1':'cc'}}, {'uri':'pkg:docker/without'}, null]""";
        Build build = one(new DockerBuildFile()
                .with("{" + TIMES + "}", steps("[1/1] RUN x"), provenance.replace("%s", materials)));

        assertThat(requireNonNull(build.ingredients()).images())
                .containsExactly(
                        new Ingredients.Image("alpine", null, "sha256:bb"),
                        new Ingredients.Image("reg.example:5000/a/b:1.2", "linux/arm64", "sha256:aa"));
    }
}
