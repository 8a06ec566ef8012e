package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that PowerShell wrapped, each line of standard error at the console's width. */
class PowerShellWrappingTest {
    private static final String COMMAND = "apt-get update && apt-get install -y     libexample-6.q16     libother0";

    private static final List<String> FAILED = List.of(
            "#1 [internal] load build definition from Dockerfile",
            "#1 transferring dockerfile: 1.1kB done",
            "#1 DONE 0.0s",
            "",
            "#2 [build 1/3] FROM registry.example/base@sha256:" + "0123456789abcdef".repeat(4),
            "#2 CACHED",
            "",
            "#3 [build 2/3] COPY backend/scripts/build_everything.sh backend/requirements.txt ./",
            "#3 DONE 0.1s",
            "",
            "#4 [build 3/3] RUN " + COMMAND,
            "#4 0.512 Progress (1): 1.4/13 kB\r#4 0.512 Progress (1): 13 kB",
            "#4 0.513 E: Unable to locate package libexample-6.q16 in any of the places that were looked at",
            "#4 ERROR: process \"/bin/sh -c " + COMMAND + "\" did not complete successfully: exit code: 100",
            "------",
            " > [build 3/3] RUN " + COMMAND + ":",
            "0.513 E: Unable to locate package libexample-6.q16 in any of the places that were looked at",
            "------",
            "Dockerfile:3",
            "--------------------",
            "   3 | >>> RUN " + COMMAND,
            "--------------------",
            "ERROR: failed to build: failed to solve: process \"/bin/sh -c " + COMMAND
                    + "\" did not complete successfully: exit code: 100",
            "",
            "View build details: docker-desktop://dashboard/build/default/default/abcdefgh");

    @ParameterizedTest
    @ValueSource(ints = {27, 28, 29, 44, 49, 53, 79, 99, 119, 200})
    void whatTheBuilderSaidIsWhole(int width) {
        Build bare = Logs.one(String.join("\n", FAILED));
        List<String> rows = header(FAILED.get(0), width);
        FAILED.subList(1, FAILED.size()).forEach(line -> wrap(line, width, rows));

        Build build = Logs.one(String.join("\r\n", rows));

        assertThat(build.wrapper()).isEqualTo("powershell");
        assertThat(build.error()).isEqualTo(bare.error());
        assertThat(Logs.rows(build)).isEqualTo(Logs.rows(bare));
        assertThat(build.vertices())
                .extracting(vertex -> vertex.name().text() + " " + vertex.error())
                .isEqualTo(bare.vertices().stream()
                        .map(vertex -> vertex.name().text() + " " + vertex.error())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 44, 79, 119})
    void aMessageIsWrappedWhereTheProgressIsNot(int width) {
        Build bare = Logs.one(String.join("\n", FAILED));
        List<String> rows = header(" Image app Building ", width);
        rows.addAll(FAILED.subList(0, FAILED.size() - 3));
        wrap(FAILED.get(FAILED.size() - 3), width, rows);

        Build build = Logs.one(String.join("\r\n", rows));

        assertThat(build.error()).isEqualTo(bare.error());
        assertThat(SampleBuilds.facts(List.of(build))).isEqualTo(SampleBuilds.facts(List.of(bare)));
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 44, 79, 119})
    void theHeaderMayStandBelowTheProgress(int width) {
        Build bare = Logs.one(String.join("\n", FAILED));
        List<String> rows = new ArrayList<>(FAILED.subList(0, FAILED.size() - 7));
        rows.addAll(header("Dockerfile:3", width));
        wrap(FAILED.get(FAILED.size() - 3), width, rows);
        rows.add("");
        rows.add("what follows");

        Build build = Logs.one(String.join("\r\n", rows));

        assertThat(build.error()).isEqualTo(bare.error());
        assertThat(Logs.rows(build)).isEqualTo(Logs.rows(bare));
    }

    @Test
    void buildsOfAllKindsAtAllWidths() {
        for (int width : List.of(44, 60, 79, 119)) {
            for (long seed = 0; seed < 20; seed++) {
                List<String> lines = SampleBuilds.PLAIN.lines(seed);
                List<String> rows = header("#0 building with \"default\" instance using docker driver", width);
                lines.forEach(line -> wrap(line, width, rows));
                String text = String.join("\n", rows);
                assertThat(statuses(Logs.read(text))).as(text).isEqualTo(statuses(Logs.read(String.join("\n", lines))));
            }
        }
    }

    private static List<String> statuses(List<Build> builds) {
        return builds.stream()
                .flatMap(build -> build.vertices().stream()
                        .filter(vertex -> !vertex.id().equals("0"))
                        .map(vertex -> vertex.name().text() + " " + vertex.status() + " " + vertex.error()))
                .toList();
    }

    private static List<String> header(String first, int width) {
        List<String> rows = new ArrayList<>();
        wrap("docker : " + first, width, rows);
        rows.add("At line:1 char:1");
        wrap("+ docker build -t app . 2>&1 | Out-File log.txt", width, rows);
        cut("+ " + "~".repeat(46), width, rows);
        cut(
                "    + CategoryInfo          : NotSpecified: (#0 building wit...g docker driver:String) [], RemoteException ",
                width,
                rows);
        cut("    + FullyQualifiedErrorId : NativeCommandError", width, rows);
        rows.add(" ");
        return rows;
    }

    /** As the console does: before a word that has no room with its blank, and within one that no row has room for. */
    private static void wrap(String line, int width, List<String> rows) {
        StringBuilder row = new StringBuilder();
        for (String word : line.split("(?<= )", -1)) {
            if (row.length() + word.length() > width && word.length() <= width && !word.isBlank()) {
                rows.add(row.toString());
                row.setLength(0);
            }
            row.append(word);
            while (row.length() > width) {
                rows.add(row.substring(0, width));
                row.delete(0, width);
            }
        }
        rows.add(row.toString());
    }

    /** Rows of the header, each indented a little. */
    private static void cut(String line, int width, List<String> rows) {
        String left = line;
        while (left.length() > width) {
            rows.add(left.substring(0, width));
            left = (line.startsWith(" ") ? "   " : "") + left.substring(width);
        }
        rows.add(left);
    }
}
