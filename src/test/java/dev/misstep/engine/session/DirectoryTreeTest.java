package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryTreeTest {
    @TempDir
    Path root;

    private static FileStat stat(SyncedTree tree, String path) throws IOException {
        return Objects.requireNonNull(tree.find(path)).stat();
    }

    private static @Nullable Object file(SyncedTree tree, String path) throws IOException {
        return Objects.requireNonNull(tree.find(path)).file();
    }

    private static String content(SyncedTree tree, String path) throws IOException {
        return new String(tree.open(path).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static ShownFile text(String content) {
        return ShownFile.withContent(content.getBytes(StandardCharsets.UTF_8), 42);
    }

    @Test
    void aFileIsToldAsItIs() throws Exception {
        SyncedTree tree = Told.tree(root, "file a/f");
        Instant time = Instant.parse("2026-01-02T03:04:05.123456789Z");
        Files.setLastModifiedTime(root.resolve("a/f"), FileTime.from(time));

        FileStat stat = stat(tree, "a/f");

        assertThat(stat.path()).isEqualTo("a/f");
        assertThat(stat.size()).isEqualTo(3);
        assertThat(stat.modified()).isEqualTo(time.getEpochSecond() * 1_000_000_000 + 123_456_789);
        assertThat(stat.hasContent()).isTrue();
        assertThat(stat(tree, "a").isDirectory()).isTrue();
        assertThat(stat(tree, "a").size()).isZero();
        assertThat(tree.find("a/g")).isNull();
        assertThat(tree.find("a/f/g")).isNull();
    }

    /** As Go's {@code os.FileMode} has them. */
    @ParameterizedTest
    @CsvSource({"0644, 0644", "0755, 0755", "04755, 040000755", "02755, 020000755", "01777, 04000777", "0, 0"})
    void permissionsAreThoseOfGo(String unix, String go) throws Exception {
        SyncedTree tree = Told.tree(root, "file f", "dir d");
        Files.setAttribute(root.resolve("f"), "unix:mode", Integer.parseInt(unix, 8));

        assertThat(Integer.toOctalString(stat(tree, "f").mode()))
                .isEqualTo(Integer.toOctalString(Integer.parseInt(go, 8)));
        assertThat(stat(tree, "d").mode() & FileStat.DIRECTORY).isNotZero();
    }

    /** To open a pipe waits until somebody writes into it. */
    @Test
    void aPipeIsNotOpened() throws Exception {
        SyncedTree tree = Told.tree(root, "file f");
        assertThat(new ProcessBuilder("mkfifo", root.resolve("p").toString())
                        .start()
                        .waitFor())
                .isZero();
        FileStat pipe = stat(tree, "p");

        assertThat(pipe.hasContent()).isFalse();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(tree.attributes(pipe)).isEmpty());
    }

    @Test
    void aLinkKeepsTheWordsOfItsTarget() throws Exception {
        for (String target : List.of("d/", "./a//b", "../x/..", "/abs", "ünï", "new\nline")) {
            Path link = root.resolve("l");
            Files.deleteIfExists(link);
            // Java's own would tidy them up
            assertThat(new ProcessBuilder("ln", "-s", target, link.toString())
                            .start()
                            .waitFor())
                    .isZero();

            assertThat(stat(Told.shown(root, Map.of()), "l").link()).isEqualTo(target);
        }
    }

    @Test
    void namesMayHaveAnyCharacters() throws Exception {
        String[] names = {"new\nline", "ünï", "日本", "tab\t", "-", "a b", "q\"'", "back\\slash", "\uD83D\uDE00"};
        for (String name : names) {
            Files.writeString(root.resolve(name), name);
        }
        SyncedTree tree = Told.shown(root, Map.of());

        for (String name : names) {
            assertThat(content(tree, name)).isEqualTo(name);
        }
        assertThat(tree.list("")).extracting(found -> found.stat().path()).containsExactlyInAnyOrder(names);
    }

    @Test
    void whatIsNeitherFileNorDirectoryHasNoContent() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        SyncedTree tree = Told.shown(root, Map.of());
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket")));

            assertThat(stat(tree, "pipe").mode() & FileStat.PIPE).isNotZero();
            assertThat(stat(tree, "pipe").hasContent()).isFalse();
            // for the docker command a socket is an empty file
            assertThat(stat(tree, "socket").hasContent()).isTrue();
            assertThat(content(tree, "socket")).isEmpty();
            assertThat(content(tree, "pipe")).isEmpty();
        }
    }

    @Test
    void namesOfOneFileAreTold() throws Exception {
        SyncedTree tree = Told.tree(root, "file a", "file b = a", "file c");

        assertThat(file(tree, "a")).isNotNull().isEqualTo(file(tree, "b"));
        assertThat(file(tree, "c")).isNull();
    }

    @Test
    void attributesOfTheUserAreTold() throws Exception {
        SyncedTree tree = Told.tree(root, "file f", "link l -> f");
        Files.getFileAttributeView(root.resolve("f"), UserDefinedFileAttributeView.class)
                .write("colour", ByteBuffer.wrap("blue".getBytes(StandardCharsets.UTF_8)));

        assertThat(tree.attributes(stat(tree, "f")))
                .containsOnlyKeys("user.colour")
                .containsEntry("user.colour", "blue".getBytes(StandardCharsets.UTF_8));
        assertThat(tree.attributes(stat(tree, "l"))).isEmpty();
    }

    @Test
    void inPlaceOfAFileAnotherCanBeShown() throws Exception {
        Told.tree(root, "file f", "file g", "file h = g", "file moved");
        SyncedTree tree = Told.shown(
                root,
                Map.of(
                        "f", text("other content"),
                        "g", ShownFile.withPermissions(04711),
                        "moved", ShownFile.writtenAt(7)));

        assertThat(stat(tree, "f").size()).isEqualTo(13);
        assertThat(stat(tree, "f").modified()).isEqualTo(42);
        assertThat(content(tree, "f")).isEqualTo("other content");
        assertThat(stat(tree, "g").mode()).isEqualTo(FileStat.SETUID | 0711);
        assertThat(content(tree, "g")).isEqualTo("g");
        assertThat(stat(tree, "moved").modified()).isEqualTo(7);
        // no longer the same file as its other name
        assertThat(Told.of(tree)).containsExactly("file f", "file g", "file h", "file moved");
        assertThat(Files.readString(root.resolve("f"))).isEqualTo("f");
    }

    @Test
    void aFileCanBeLeftOut() throws Exception {
        Told.tree(root, "file a/f", "file b/g");
        SyncedTree tree = Told.shown(root, Map.of("a/f", ShownFile.REMOVED, "b", ShownFile.REMOVED));

        assertThat(Told.of(tree)).containsExactly("dir a");
        assertThat(tree.find("a/f")).isNull();
        assertThatThrownBy(() -> tree.open("a/f")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileCanBeAddedInADirectoryThatIsNotThere() throws Exception {
        Told.tree(root, "file a/f");
        SyncedTree tree = Told.shown(
                root, Map.of("new/deep/f", text("x"), "a/g", text("y"), "gone", ShownFile.withPermissions(0600)));

        assertThat(Told.of(tree))
                .containsExactly("dir a", "file a/f", "file a/g", "dir new", "dir new/deep", "file new/deep/f");
        assertThat(content(tree, "new/deep/f")).isEqualTo("x");
        assertThat(stat(tree, "new/deep/f").mode()).isEqualTo(0644);
        assertThat(stat(tree, "new").mode()).isEqualTo(FileStat.DIRECTORY | 0755);
        assertThat(Files.exists(root.resolve("new"))).isFalse();
    }

    @Test
    void permissionsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> ShownFile.withPermissions(0100644)).isInstanceOf(IllegalArgumentException.class);
    }
}
