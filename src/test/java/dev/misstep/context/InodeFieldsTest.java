package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run with the JDK's package opened, as the tool itself is. */
class InodeFieldsTest {
    @TempDir
    Path root;

    @Test
    void bothWaysTellTheSame() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "content");
        Path directory = Files.createDirectory(root.resolve("directory"));
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("nowhere"));
        Files.setAttribute(file, "unix:mode", 04751);
        for (Path path : List.of(file, directory, link)) {
            assertThat(InodeFields.stamp(path)).isEqualTo(LocalDisk.unixStamp(path));
        }
        assertThat(LocalDisk.unixStamp(file).mode()).isEqualTo(04751);
    }

    @Test
    void whatIsGoneIsToldAsSuch() {
        assertThatThrownBy(() -> InodeFields.stamp(root.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
    }
}
