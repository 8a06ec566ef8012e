package dev.misstep.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadIgnoreFileTest {
    @TempDir
    private Path root;

    private Path context = Path.of("");

    @BeforeEach
    void makeContext() throws IOException {
        context = Files.createDirectories(root.resolve("context"));
        Files.createDirectories(context.resolve("sub"));
        Files.createDirectories(root.resolve("docker"));
    }

    private void write(String path) throws IOException {
        Files.writeString(root.resolve(path), "");
    }

    private List<Path> unread(String dockerfile, boolean classic) {
        return UnreadIgnoreFile.of(BuildContext.read(context, IgnoreRules.NONE), root.resolve(dockerfile), classic)
                .stream()
                .map(UnreadIgnoreFile::file)
                .map(root::relativize)
                .toList();
    }

    @Test
    void theOneAtTheTopOfTheContextIsRead() throws IOException {
        write("context/.dockerignore");

        assertThat(unread("context/Dockerfile", false)).isEmpty();
        assertThat(unread("context/Dockerfile", true)).isEmpty();
    }

    @Test
    void oneInADirectoryBelowIsNot() throws IOException {
        write("context/sub/.dockerignore");

        assertThat(unread("context/Dockerfile", false)).containsExactly(Path.of("context/sub/.dockerignore"));
    }

    /** A common mistake: it is put beside a Dockerfile that lies elsewhere. */
    @Test
    void oneBesideADockerfileOutsideOfTheContextIsNotUnlessItHasItsName() throws IOException {
        write("docker/.dockerignore");
        assertThat(unread("docker/Dockerfile", false)).containsExactly(Path.of("docker/.dockerignore"));

        write("docker/Dockerfile.dockerignore");
        Files.delete(root.resolve("docker/.dockerignore"));
        assertThat(unread("docker/Dockerfile", false)).isEmpty();
    }

    @Test
    void ofTwoOnlyTheOneWithTheDockerfilesNameIsRead() throws IOException {
        write("context/.dockerignore");
        write("context/web.dockerignore");

        assertThat(unread("context/web", false)).containsExactly(Path.of("context/.dockerignore"));
        assertThat(unread("context/web", true)).containsExactly(Path.of("context/web.dockerignore"));
    }
}
