package dev.misstep.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import dev.misstep.log.SolveStatus.VertexUpdate;
import dev.misstep.log.source.Packer;
import dev.misstep.log.source.Remark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of a file of build records of which something is missing or damaged, what is left is told, and nothing else. */
class DamagedRecordTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T03:51:17Z");
    private static final String TIMES =
            "'CreatedAt':{'seconds':1795492277,'nanos':250000000},'CompletedAt':{'seconds':1795492280}";
    private static final String PROVENANCE = """
            {'buildConfig':{'digestMapping':{'sha256:%1$s1':'step0','sha256:%1$s2':'step1'}},
             'metadata':{'https://mobyproject.org/buildkit@v1#metadata':{'source':{'locations':{
              'step0':{'locations':[{'ranges':[{'start':{'line':2},'end':{'line':2}}]}]},
              'step1':{'locations':[{'ranges':[{'start':{'line':3},'end':{'line':3}}]}]}}}}}}""";

    private static DockerBuildFile add(DockerBuildFile file, RandomBuild build) {
        String error = build.error == null
                ? ""
                : ",'error':{'code':2,'message':'"
                        + build.error.replace("\\", "\\\\").replace("\"", "\\\"") + "'}";
        return file.with(
                "{" + TIMES + (build.outcome == Outcome.FAILED ? error : "") + "}",
                build.messages,
                PROVENANCE.formatted("a"));
    }

    private static ReadLogs read(byte[] bytes) throws IOException {
        return SavedLogs.read("x.dockerbuild", new ByteArrayInputStream(bytes));
    }

    /** Each vertex has the status that it has in the whole record, or none. */
    private static void assertTrue(ReadLogs damaged, ReadLogs whole, String what) {
        Map<String, Status> told = new HashMap<>();
        whole.builds().forEach(build -> build.vertices().forEach(v -> told.put(v.id(), v.status())));
        for (Build build : damaged.builds()) {
            for (Vertex vertex : build.vertices()) {
                assertThat(vertex.status())
                        .as("%s: %s %s", what, vertex.id(), vertex.name().text())
                        .isIn(told.get(vertex.id()), Status.UNFINISHED);
            }
        }
    }

    private static boolean says(ReadLogs logs, ReadLogs whole) {
        List<Diagnostic> before = new ArrayList<>();
        whole.builds().forEach(build -> before.addAll(build.diagnostics()));
        return !logs.remarks().isEmpty()
                || logs.builds().stream()
                        .flatMap(build -> build.diagnostics().stream())
                        .anyMatch(diagnostic -> !before.contains(diagnostic));
    }

    @Test
    void aFileMayEndAnywhere() throws IOException {
        for (long seed = 0; seed < 30; seed++) {
            byte[] tar =
                    Packer.tar(add(new DockerBuildFile(), new RandomBuild(seed)).files());
            ReadLogs whole = read(tar);
            byte[] packed = Packer.GZIP.pack(tar);
            for (int i = 0; i < 40; i++) {
                int end = 512 + (tar.length - 512) * i / 40;
                assertTrue(read(Arrays.copyOf(tar, end)), whole, seed + " ends at " + end);
                int within = packed.length * (i + 1) / 41;
                assertTrue(read(Arrays.copyOf(packed, within)), whole, seed + " packed ends at " + within);
            }
        }
    }

    @Test
    void aBlobMayBeCutOrAltered() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            Map<String, byte[]> files =
                    add(new DockerBuildFile(), new RandomBuild(seed)).files();
            ReadLogs whole = read(Packer.tar(files));
            for (String name : files.keySet()) {
                byte[] bytes = files.get(name);
                Map<String, byte[]> damaged = new TreeMap<>(files);
                damaged.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                ReadLogs cut = read(Packer.tar(damaged));
                assertTrue(cut, whole, seed + " cut " + name);
                for (int i = 0; i < 6; i++) {
                    byte[] altered = bytes.clone();
                    altered[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    damaged.put(name, altered);
                    assertTrue(read(Packer.tar(damaged)), whole, seed + " altered " + name);
                }
            }
        }
    }

    /** The trace is not read. */
    @Test
    void whatIsMissingIsTold() throws IOException {
        DockerBuildFile two = add(add(new DockerBuildFile(), new RandomBuild(3)), new RandomBuild(4));
        Map<String, byte[]> files = two.files();
        ReadLogs whole = read(Packer.tar(files));
        assertThat(whole.builds()).hasSize(2);
        assertThat(whole.remarks()).isEmpty();

        int silent = 0;
        for (String name : files.keySet()) {
            Map<String, byte[]> less = new TreeMap<>(files);
            less.remove(name);
            ReadLogs read = read(Packer.tar(less));
            assertTrue(read, whole, name);
            silent += says(read, whole) ? 0 : 1;
        }
        assertThat(silent).as("of the layout's mark and the trace").isLessThanOrEqualTo(2);
    }

    @Test
    void aManifestThatIsMissingMayBeABuilds() throws IOException {
        DockerBuildFile two = add(add(new DockerBuildFile(), new RandomBuild(3)), new RandomBuild(4));
        Map<String, byte[]> files = two.files();
        String manifest = files.keySet().stream()
                .filter(name -> new String(files.get(name), UTF_8).startsWith("{\"config\""))
                .findFirst()
                .orElseThrow();
        files.remove(manifest);
        ReadLogs read = read(Packer.tar(files));

        assertThat(read.builds()).hasSize(1);
        assertThat(read.remarks())
                .extracting(Remark::message)
                .containsExactly("names a manifest that it does not hold: a build may be missing");
    }

    private static VertexUpdate step(String digest, String name) {
        return new VertexUpdate(
                "sha256:" + digest, List.of(), name, BEGIN.plusSeconds(1), BEGIN.plusMillis(1500), false, null, null);
    }

    private static final List<SolveStatus> TWO_PLATFORMS = List.of(new SolveStatus(
            List.of(
                    step("a1", "[linux/amd64 1/2] COPY a ."),
                    step("a2", "[linux/amd64 2/2] RUN make"),
                    step("b1", "[linux/arm64 1/2] COPY a ."),
                    step("b2", "[linux/arm64 2/2] RUN make")),
            List.of(),
            List.of()));

    @Test
    void onePlatformsProvenanceMayBeMissing() throws IOException {
        DockerBuildFile file = new DockerBuildFile()
                .with("{" + TIMES + "}", TWO_PLATFORMS, PROVENANCE.formatted("a"), PROVENANCE.formatted("b"));
        Map<String, byte[]> files = file.files();
        Build whole = read(Packer.tar(files)).builds().get(0);
        files.values().removeIf(bytes -> Arrays.equals(bytes, DockerBuildFile.json(PROVENANCE.formatted("b"))));
        Build less = read(Packer.tar(files)).builds().get(0);

        assertThat(whole.vertices()).extracting(Vertex::dockerfileLine).containsExactly(2, 3, 2, 3);
        assertThat(whole.vertices())
                .extracting(vertex -> vertex.name().platform())
                .containsExactly("linux/amd64", "linux/amd64", "linux/arm64", "linux/arm64");
        assertThat(whole.diagnostics()).isEmpty();
        assertThat(less.vertices()).extracting(Vertex::dockerfileLine).containsExactly(2, 3, null, null);
        assertThat(less.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("the build's provenance is missing from the file");
    }

    @Test
    void aRecordMayHaveNoProvenance() throws IOException {
        Build build = read(new DockerBuildFile()
                        .with("{" + TIMES + "}", TWO_PLATFORMS)
                        .bytes())
                .builds()
                .get(0);

        assertThat(build.vertices()).hasSize(4).allMatch(vertex -> vertex.dockerfileLine() == null);
        assertThat(build.diagnostics()).isEmpty();
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
}
