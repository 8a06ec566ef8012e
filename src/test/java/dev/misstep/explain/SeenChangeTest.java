package dev.misstep.explain;

import static dev.misstep.build.Status.CACHED;
import static dev.misstep.build.Status.EXECUTED;
import static dev.misstep.build.Status.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What two logs alone show to be another, and where they show nothing. */
class SeenChangeTest {
    private static final String NODE = "[build 1/3] FROM docker.io/library/node:20";
    private static final String OLD = "@sha256:" + "1".repeat(64);
    private static final String NEW = "@sha256:" + "2".repeat(64);
    private static final String FRONTEND = "docker-image://docker.io/docker/dockerfile:1";

    private static Build build(String id, String image, Status first, Status second) {
        return new Builds(id)
                .step(image, CACHED, 0)
                .step("[build 2/3] RUN install", first, 1)
                .step("[build 3/3] RUN make", second, 1)
                .build();
    }

    private static Miss first(Build before, Build after) {
        return Explainer.explain(List.of(before, after)).misses().stream()
                .filter(miss -> miss.build().equals(after.id()) && miss.role() == Role.ROOT)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anotherDigestOfTheImageRightBelow() {
        Miss miss = first(build("1", NODE + OLD, CACHED, CACHED), build("2", NODE + NEW, EXECUTED, EXECUTED));
        assertThat(miss.cause()).isEqualTo(Cause.BASE_IMAGE);
        assertThat(miss.certainty()).isEqualTo(Certainty.LIKELY);
        assertThat(miss.before()).isEqualTo("docker.io/library/node:20@sha256:111111111111");
        assertThat(miss.after()).isEqualTo("docker.io/library/node:20@sha256:222222222222");
    }

    @Test
    void anImageBelowAHitIsNotTheCause() {
        Miss miss = first(build("1", NODE + OLD, CACHED, CACHED), build("2", NODE + NEW, CACHED, EXECUTED));
        assertThat(miss.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void theSameDigestUnderAnotherNameIsTheSame() {
        Miss miss = first(
                build("1", NODE + OLD, CACHED, CACHED),
                build("2", NODE.replace("node:20", "node:lts") + OLD, EXECUTED, EXECUTED));
        assertThat(miss.cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void anotherFrontend() {
        Build before = new Builds("1")
                .step(FRONTEND + OLD, CACHED, 0)
                .step("[2/2] RUN make", CACHED, 1)
                .build();
        Build after = new Builds("2")
                .step(FRONTEND + NEW, EXECUTED, 0)
                .step("[2/2] RUN make", EXECUTED, 1)
                .build();
        assertThat(first(before, after).cause()).isEqualTo(Cause.FRONTEND);
    }

    @Test
    void aCacheThatCouldNotBeImported() {
        Build before = new Builds("1")
                .step("importing cache manifest from r.example/app:cache", EXECUTED, 0)
                .step("[1/2] RUN make", CACHED, 1)
                .build();
        Build after = new Builds("2")
                .step("importing cache manifest from r.example/app:cache", FAILED, 0)
                .step("[1/2] RUN make", EXECUTED, 1)
                .build();
        Miss miss = first(before, after);
        assertThat(miss.cause()).isEqualTo(Cause.CACHE_IMPORT);
        assertThat(miss.detail()).contains("could not be");
    }

    /** Its files may be others. */
    @Test
    void aCopyIsNotExplainedByAnImport() {
        Build before = new Builds("1")
                .step("importing cache manifest from r.example/app:cache", EXECUTED, 0)
                .step("[1/2] COPY . .", CACHED, 1)
                .build();
        Build after = new Builds("2")
                .step("importing cache manifest from r.example/app:cache", FAILED, 0)
                .step("[1/2] COPY . .", EXECUTED, 1)
                .build();
        assertThat(first(before, after).cause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void theSameStepForAnotherPlatform() {
        Build before = new Builds("1")
                .step("[linux/amd64 build 2/3] RUN install", CACHED, 1)
                .step("[linux/amd64 build 3/3] RUN make", CACHED, 1)
                .build();
        Build after = new Builds("2")
                .step("[linux/amd64 build 2/3] RUN install", CACHED, 1)
                .step("[linux/amd64 build 3/3] RUN make", CACHED, 1)
                .step("[linux/arm64 build 2/3] RUN install", EXECUTED, 1)
                .step("[linux/arm64 build 3/3] RUN make", EXECUTED, 1)
                .build();
        assertThat(first(before, after).cause()).isEqualTo(Cause.PLATFORM);
    }
}
