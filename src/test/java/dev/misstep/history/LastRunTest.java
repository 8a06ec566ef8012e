package dev.misstep.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.misstep.build.Build;
import dev.misstep.context.ContextEntry;
import dev.misstep.context.Snapshot;
import dev.misstep.context.SnapshotEntry;
import dev.misstep.explain.BuildInputs;
import dev.misstep.explain.Observed;
import dev.misstep.explain.SeenArgument;
import dev.misstep.explain.SeenSetting;
import dev.misstep.log.LogReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastRunTest {
    @TempDir
    private Path folder;

    private static Build build() throws IOException {
        Path log = Path.of("sample-logs/28-buildkit-rawjson/08-failed.log");
        try (InputStream in = Files.newInputStream(log)) {
            return LogReader.read("log", in).get(0);
        }
    }

    @Test
    void aRunComesBackAsItWas() throws IOException {
        Path file = folder.resolve("new/run.json");
        Snapshot snapshot = Snapshot.of(Map.of(
                "a", new SnapshotEntry(ContextEntry.Kind.FILE, 0644, 3, "0".repeat(64), null),
                "l", new SnapshotEntry(ContextEntry.Kind.SYMLINK, 0777, 0, null, "a"),
                "src", new SnapshotEntry(ContextEntry.Kind.DIRECTORY, 0755, 0, null, null),
                "src/app.js", new SnapshotEntry(ContextEntry.Kind.FILE, 0600, 9, "1".repeat(64), null)));
        Observed run = new Observed(
                build(),
                new BuildInputs(
                        snapshot,
                        Map.of(),
                        Map.of("sha256:1", "abc"),
                        Map.of("sha256:1", List.of(new SeenArgument("A", 3, "f00"))),
                        Map.of("sha256:1", List.of(new SeenSetting("ENV B", 4, "ENV B=1", "ba4", List.of()))),
                        false));

        LastRun.save(file, new KeptRun(run, null, "E1"));

        assertThat(LastRun.load(file, UnaryOperator.identity())).contains(new KeptRun(run, null, "E1"));
        assertThat(file.getParent()).isDirectoryContaining("glob:**/run.json");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whereThereIsNoneThereIsNone() throws IOException {
        assertThat(LastRun.load(folder.resolve("none"), UnaryOperator.identity()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[",
                "[]",
                "{\"format\":3}",
                "{\"format\":1,\"build\":{}}",
                "\u0000",
                "{\"format\":8,\"snapshot\":3}",
                "{\"format\":8,\"snapshot\":{\"a\":null}}",
                "{\"format\":8,\"snapshot\":{\"a\":{\"b\":null}}}"
            })
    void aFileThatIsNotOursIsRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), content);

        assertThatThrownBy(() -> LastRun.load(file, UnaryOperator.identity()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it ");
    }
}
