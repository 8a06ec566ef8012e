package dev.misstep.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A builder may tell what it likes: nothing is written but what lies in the directory. */
class WrittenTreeTest {
    private static final int DIRECTORY = FileStat.DIRECTORY | 0755;

    @TempDir
    Path directory;

    private Path root;
    private Path outside;
    private WrittenTree tree;

    @BeforeEach
    void begin() throws IOException {
        root = directory.resolve("out");
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("file"), "untouched");
        tree = new WrittenTree(root);
    }

    private static FileStat stat(String path, int mode, String link) {
        return new FileStat(path, mode, 0, 1_000_000_000L, link, 0, 0, Map.of());
    }

    private void file(String path, String content) throws IOException {
        WrittenTree.File file = Objects.requireNonNull(tree.add(stat(path, 0640, "")));
        file.write(content.getBytes(StandardCharsets.UTF_8));
        file.finish();
    }

    private void assertOutsideUntouched() throws IOException {
        assertThat(outside.resolve("file")).hasContent("untouched");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(path -> !path.startsWith(root)))
                    .containsExactlyInAnyOrder(directory, outside, outside.resolve("file"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "/x",
                "a/../../x",
                ".",
                "./x",
                "a//x",
                "a/",
                "",
                "not-told/x",
                "a/..",
                "..\\x",
                "a\\..\\x"
            })
    void aPathThatIsNotInsideIsRefused(String path) throws Exception {
        tree.add(stat("a", DIRECTORY, ""));

        for (int mode : new int[] {0644, DIRECTORY, FileStat.SYMLINK | 0777}) {
            assertThatThrownBy(() -> tree.add(stat(path, mode, mode < 0 || mode == 0644 ? "" : "t")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no path that a builder may write");
        }
        assertOutsideUntouched();
    }

    @Test
    void nothingIsWrittenThroughALinkThatCame() throws Exception {
        tree.add(stat("link", FileStat.SYMLINK | 0777, outside.toString()));

        assertThatThrownBy(() -> tree.add(stat("link/file", 0644, ""))).hasMessageContaining("link/file");
        assertThatThrownBy(() -> tree.add(stat("link", DIRECTORY, ""))).hasMessageContaining("link");
        assertThat(Files.readSymbolicLink(root.resolve("link"))).isEqualTo(outside);
        assertOutsideUntouched();
    }

    @Test
    void nothingIsWrittenThroughALinkThatWasThere() throws Exception {
        Files.createSymbolicLink(root.resolve("d"), outside);
        Files.createSymbolicLink(root.resolve("f"), outside.resolve("file"));

        tree.add(stat("d", DIRECTORY, ""));
        file("d/file", "new");
        file("f", "new");
        tree.finish();

        assertThat(root.resolve("d/file")).hasContent("new");
        assertThat(Files.isSymbolicLink(root.resolve("d"))).isFalse();
        assertThat(root.resolve("f")).hasContent("new");
        assertOutsideUntouched();
    }

    /** Where names that differ in case are equal, a link can take the place of a directory that was told. */
    @Test
    void aDirectoryThatBecameALinkIsNoPlaceToWrite() throws Exception {
        tree.add(stat("d", DIRECTORY, ""));
        WrittenTree.File early = Objects.requireNonNull(tree.add(stat("d/file", 0644, "")));
        Files.delete(root.resolve("d/file"));
        Files.delete(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("d"), outside);

        assertThatThrownBy(() -> tree.add(stat("d/other", 0644, ""))).hasMessageContaining("no directory any more");
        assertThatThrownBy(() -> early.write(new byte[] {1})).hasMessageContaining("no directory any more");
        assertOutsideUntouched();
    }

    @Test
    void aHardLinkLeadsOnlyToWhatCame() throws Exception {
        file("a", "content");
        tree.add(stat("s", FileStat.SYMLINK | 0777, "../outside/file"));

        for (String target : new String[] {"../outside/file", "/etc/passwd", "s", "missing", "b"}) {
            assertThatThrownBy(() -> tree.add(stat("b", 0644, target)))
                    .as(target)
                    .hasMessageContaining("did not come");
            tree = new WrittenTree(root);
            file("a", "content");
        }
        assertThat(tree.add(stat("b", 0644, "a"))).isNull();
        assertThat(root.resolve("b")).hasContent("content");
        assertOutsideUntouched();
    }

    @Test
    void aDirectoryOfTheUsersIsNotTakenAway() throws Exception {
        Files.createDirectories(root.resolve("mine/full"));
        Files.createDirectory(root.resolve("empty"));

        file("empty", "now a file");
        assertThatThrownBy(() -> tree.add(stat("mine", 0644, ""))).hasMessageContaining("holds something");

        assertThat(root.resolve("mine/full")).isDirectory();
        assertThat(root.resolve("empty")).hasContent("now a file");
    }

    @Test
    void devicesAreNamedAndNotMade() {
        assertThatThrownBy(() -> tree.add(stat("null", FileStat.DEVICE | FileStat.CHARACTER_DEVICE | 0666, "")))
                .hasMessage("null: is a device or a pipe, which Java cannot make; use type=tar");
    }

    @Test
    void modesAndTimesAreThoseTold() throws Exception {
        tree.add(stat("d", FileStat.DIRECTORY | FileStat.SETGID | 0555, ""));
        file("d/f", "x");
        tree.finish();

        assertThat((int) Files.getAttribute(root.resolve("d"), "unix:mode") & 07777)
                .isEqualTo(02555);
        assertThat((int) Files.getAttribute(root.resolve("d/f"), "unix:mode") & 07777)
                .isEqualTo(0640);
        assertThat(Files.getLastModifiedTime(root.resolve("d")).toMillis()).isEqualTo(1000);
        assertThat(Files.getLastModifiedTime(root.resolve("d/f")).toMillis()).isEqualTo(1000);
    }
}
