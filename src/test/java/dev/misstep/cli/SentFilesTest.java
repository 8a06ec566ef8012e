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
import dev.misstep.engine.session.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.InstantSource;
import java.util.List;
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
        SentFiles sent = new SentFiles(snapshot, null);
        new ContextTar(
                        ContextItems.of(tree, Map.of(), Set.of(), Map.of(), sent),
                        (path, announced, found) -> assertThat(path).isEqualTo("a"))
                .writeTo(OutputStream.nullOutputStream());
        return sent.corrected();
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

    /** A socket is sent as an empty file. */
    @Test
    void aSocketStaysOne() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(context.resolve("s")));
            Snapshot there = now();
            SentFiles sent = new SentFiles(there, null);
            FileStat stat = new FileStat("s", 0755, 0, 0, "", 0, 0, Map.of());
            try (InputStream content = sent.watched(stat, InputStream.nullInputStream())) {
                assertThat(content.readAllBytes()).isEmpty();
            }

            assertThat(sent.corrected()).isEqualTo(there);
        }
    }

    /** BuildKit goes by size, time and mode, and has what it was sent before. */
    @Test
    void attributesOfAFileThatIsNotAskedForAreThoseItHad() throws IOException {
        Files.writeString(context.resolve("a"), "a");
        Files.writeString(context.resolve("b"), "b");
        Files.writeString(context.resolve("c"), "c");
        Files.createDirectory(context.resolve("d"));
        Snapshot before = now();
        for (String path : List.of("a", "b", "c", "d")) {
            Files.getFileAttributeView(context.resolve(path), UserDefinedFileAttributeView.class)
                    .write("colour", StandardCharsets.UTF_8.encode("blue"));
        }
        Files.writeString(context.resolve("c"), "other");
        Snapshot after = now();
        SentFiles sent = new SentFiles(after, before);
        FileStat stat = new FileStat("b", 0644, 1, 0, "", 0, 0, Map.of());
        try (InputStream content = sent.watched(stat, Files.newInputStream(context.resolve("b")))) {
            assertThat(content.readAllBytes()).hasSize(1);
        }

        assertThat(sent.corrected().changesFrom(before))
                .containsExactly(
                        new FileChange("b", Change.ATTRIBUTES),
                        new FileChange("c", Change.CONTENT),
                        new FileChange("d", Change.ATTRIBUTES));
        assertThat(new SentFiles(after, null).corrected()).isEqualTo(after);
    }
}
