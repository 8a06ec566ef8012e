package dev.misstep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class EngineConnectionIT {
    static Stream<EngineUnderTest> engines() {
        return EngineUnderTest.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void tellsWhatTheEngineIs(EngineUnderTest engine) throws Exception {
        EngineFacts facts = engine.connection().facts();

        assertThat(facts.version()).matches("\\d+\\.\\d+.*");
        assertThat(facts.platform()).startsWith("linux/");
        assertThat(facts.hasBuildKit()).isTrue();
        int major =
                Integer.parseInt(facts.version().substring(0, facts.version().indexOf('.')));
        assertThat(facts.defaultBuilder()).isEqualTo(major < 23 ? BuilderKind.CLASSIC : BuilderKind.BUILDKIT);
        assertThat(ApiVersion.parse(facts.apiVersion())).isBetween(new ApiVersion(1, 39), new ApiVersion(1, 44));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void knowsWhichImagesAreThere(EngineUnderTest engine) throws Exception {
        EngineConnection connection = engine.connection();

        assertThat(connection.hasImage("busybox:1", null)).isTrue();
        assertThat(connection.hasImage("docker.io/library/busybox:1", null)).isTrue();
        assertThat(connection.hasImage("busybox:1", connection.facts().platform()))
                .isTrue();
        assertThat(connection.hasImage("busybox:1", "linux/s390x")).isFalse();
        assertThat(connection.hasImage("127.0.0.1:1/no/such@sha256:" + "0".repeat(64), null))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aFailedPullIsToldInTheEnginesWords(EngineUnderTest engine) {
        // port 1: nobody listens there
        String image = "127.0.0.1:1/" + UUID.randomUUID() + ":x";

        assertThatThrownBy(() -> engine.connection().pull(image, null, line -> {}))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("the engine could not pull " + image + ": ")
                .hasMessageContaining("connection refused");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void baseImagesThatAreThereAreNotPulledAndOthersAreNoted(EngineUnderTest engine) {
        List<String> progress = new ArrayList<>();

        List<String> notes = new BaseImages(engine.connection())
                .ensure(Set.of("busybox:1", "scratch", "127.0.0.1:1/none:1"), null, false, progress::add);

        assertThat(progress).isEmpty();
        assertThat(notes).singleElement().asString().startsWith("the engine could not pull 127.0.0.1:1/none:1: ");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anImageThatIsNotThereIsNotRemoved(EngineUnderTest engine) throws Exception {
        assertThat(engine.connection().removeImage("sha256:" + "0".repeat(64))).isFalse();
    }
}
