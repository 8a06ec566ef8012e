package dev.misstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.context.BuildContext;
import dev.misstep.context.Change;
import dev.misstep.context.FileChange;
import dev.misstep.context.FileDigests;
import dev.misstep.context.IgnoreRules;
import dev.misstep.context.Overlay;
import dev.misstep.context.Snapshot;
import dev.misstep.engine.ContextTar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentFilesTest {
    @TempDir
    private Path context;

    /** The context is hashed, then a file changes, then it is sent. */
    private Snapshot sentAfter(String changed) throws IOException {
        BuildContext tree = BuildContext.read(context, IgnoreRules.NONE);
        Snapshot snapshot = tree.snapshot(FileDigests.empty(InstantSource.system()), Overlay.NONE);
        Files.writeString(context.resolve("a"), changed);
        SentFiles sent = new SentFiles();
        new ContextTar(
                        ContextItems.of(tree, Map.of(), Set.of(), Map.of(), sent),
                        (path, announced, found) -> assertThat(path).isEqualTo("a"))
                .writeTo(OutputStream.nullOutputStream());
        return sent.correct(snapshot);
    }

    private Snapshot now() {
        return BuildContext.read(context, IgnoreRules.NONE)
                .snapshot(FileDigests.empty(InstantSource.system()), Overlay.NONE);
    }

    @Test
    void whatWasSentCounts() throws IOException {
        Files.writeString(context.resolve("a"), "before");
        Files.writeString(context.resolve("b"), "");
        Snapshot before = now();

        Snapshot sent = sentAfter("after!");

        assertThat(sent).isEqualTo(now());
        assertThat(sent.changesFrom(before)).containsExactly(new FileChange("a", Change.CONTENT));
    }

    /** It was cut to the size announced: neither content is what the builder saw. */
    @Test
    void aFileOfAnotherSizeIsNotKnown() throws IOException {
        Files.writeString(context.resolve("a"), "before");

        Snapshot sent = sentAfter("longer than before");

        assertThat(sent.entries()).hasEntrySatisfying("a", entry -> {
            assertThat(entry.sha256()).isNull();
            assertThat(entry.size()).isEqualTo(6);
        });
    }
}
