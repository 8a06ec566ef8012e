package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "node, docker.io/library/node:latest",
        "node:20, docker.io/library/node:20",
        "docker/dockerfile:1, docker.io/docker/dockerfile:1",
        "docker.io/node, docker.io/library/node:latest",
        "index.docker.io/docker/dockerfile:1, docker.io/docker/dockerfile:1",
        "localhost/a, localhost/a:latest",
        "127.0.0.1:5000/a/b, 127.0.0.1:5000/a/b:latest",
        "ghcr.io/a@sha256:1, ghcr.io/a@sha256:1"
    })
    void oneImageHasOneName(String written, String name) {
        assertThat(ImageName.full(written)).isEqualTo(name);
    }
}
