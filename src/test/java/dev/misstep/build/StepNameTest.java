package dev.misstep.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a vertex name in BuildKit (frontend/dockerfile/dockerfile2llb/convert.go, prefixCommand). */
class StepNameTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "[web internal] load .dockerignore, web",
                "[web linux/amd64 internal] load metadata for x, web",
                "[web] exporting to image, web",
                "[internal] load local bake definitions, -",
                "[auth] library/busybox:pull token, -",
                "[api] exporting to image, -",
                "exporting to image, -",
            })
    void whatIsNoStepHasATargetTooWhereOneIsKnown(String name, @Nullable String target) {
        assertThat(StepName.parse(name, Set.of("web")).target()).isEqualTo(target);
        assertThat(StepName.parse(name).target()).isNull();
    }

    /** A narrow terminal cuts names anywhere; behind the first of a stage there are steps only. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "[builder 2/5] RU, RUN, true",
                "[builder 2/5] W, WORKDIR, true",
                "[builder 2/5] COP, COPY, true",
                "[builder 1/5] FRO, FROM, false",
                "[builder 1/5] A, ADD, true",
                "[builder 2/5] ONBUI, -, true",
                "[builder 2/5] LINK, -, true",
                "[builder 2/5], -, true",
                "[builder 1/5], -, false",
            })
    void cutBehindTheBracket(String name, @Nullable String instruction, boolean step) {
        StepName parsed = StepName.parse(name);

        assertThat(parsed.instruction()).isEqualTo(instruction);
        assertThat(parsed.step()).isEqualTo(step);
        assertThat(parsed.text()).isEqualTo(name);
        assertThat(parsed.stage()).isEqualTo("builder");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '\'',
            value = {
                // name, target, platform, stage, index, total, instruction, step
                "[2/5] RUN make, -, -, -, 2, 5, RUN, true",
                "[ 9/11] COPY . ., -, -, -, 9, 11, COPY, true",
                "[builder 2/5] RUN make, -, -, builder, 2, 5, RUN, true",
                "[builder  9/10] ADD a /b, -, -, builder, 9, 10, ADD, true",
                "[stage-1 3/4] WORKDIR /app, -, -, stage-1, 3, 4, WORKDIR, true",
                "[builder 1/5] FROM docker.io/library/golang:1.23@sha256:ab, -, -, builder, 1, 5, FROM, false",
                "[app 2/6] ONBUILD COPY . ., -, -, app, 2, 6, COPY, true",
                "[app 3/6] LINK COPY --link a /b, -, -, app, 3, 6, COPY, true",
                "[linux/amd64 2/5] RUN x, -, linux/amd64, -, 2, 5, RUN, true",
                "[linux/arm/v7 builder 2/5] RUN x, -, linux/arm/v7, builder, 2, 5, RUN, true",
                "[linux/amd64->arm64 builder 2/5] RUN x, -, linux/amd64->arm64, builder, 2, 5, RUN, true",
                "[linux/amd64->windows/amd64 2/5] RUN x, -, linux/amd64->windows/amd64, -, 2, 5, RUN, true",
                "[windows(10.0.20348.1)/amd64 2/5] RUN x, -, windows(10.0.20348.1)/amd64, -, 2, 5, RUN, true",
                "[web builder 2/3] RUN x, web, -, builder, 2, 3, RUN, true",
                "[web linux/amd64 builder 2/3] RUN x, web, linux/amd64, builder, 2, 3, RUN, true",
                "[web linux/amd64 2/3] RUN x, web, linux/amd64, -, 2, 3, RUN, true",
            })
    void bracketed(
            String name,
            @Nullable String target,
            @Nullable String platform,
            @Nullable String stage,
            int index,
            int total,
            String instruction,
            boolean step) {
        StepName parsed = StepName.parse(name);

        assertThat(parsed)
                .isEqualTo(new StepName(
                        name,
                        target,
                        platform,
                        stage,
                        index,
                        total,
                        instruction,
                        name.substring(name.indexOf(']') + 2),
                        step));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[internal] load build definition from Dockerfile",
                "[linux/amd64 internal] load metadata for docker.io/library/alpine:3.20",
                "[auth] library/node:pull token for registry-1.docker.io",
                "[context base] load metadata for docker.io/library/alpine:3",
                "importing cache manifest from gha:12345678901234567890",
                "exporting to image",
                "[web] exporting to image",
                "docker-image://docker.io/docker/dockerfile:1@sha256:ab",
                "copy /context /",
                "[2/5] exporting",
                "[1234567/9999999] RUN x",
                "[a b",
                ""
            })
    void everythingElseIsOverhead(String name) {
        StepName parsed = StepName.parse(name);

        assertThat(parsed.step()).isFalse();
        assertThat(parsed.index()).isNull();
        assertThat(parsed.instruction()).isNull();
        assertThat(parsed.command()).isEqualTo(name);
    }

    @Test
    void theImageOfACopyHasNoBracket() {
        StepName parsed = StepName.parse("FROM docker.io/library/busybox:1.36@sha256:ab");

        assertThat(parsed.instruction()).isEqualTo("FROM");
        assertThat(parsed.step()).isFalse();
    }

    @Test
    void onlyTheWholeBuildTellsAStageFromATarget() {
        assertThat(StepName.parse("[web 2/3] RUN x").stage()).isEqualTo("web");

        StepName ofTarget = StepName.parse("[web 2/3] RUN x", Set.of("web"));
        assertThat(ofTarget.target()).isEqualTo("web");
        assertThat(ofTarget.stage()).isNull();
    }

    @Test
    void aCommandMayHaveLinesAndBrackets() {
        StepName parsed = StepName.parse("[2/2] RUN <<EOF (echo [1/9] RUN x\nmore)");

        assertThat(parsed.index()).isEqualTo(2);
        assertThat(parsed.command()).isEqualTo("RUN <<EOF (echo [1/9] RUN x\nmore)");
    }

    @Test
    void aHostileNameTakesNoTime() {
        assertThat(StepName.parse("[" + " ".repeat(60_000)).step()).isFalse();
        assertThat(StepName.parse("[2/3] " + "LINK ".repeat(10_000)).step()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "FROM alpine:3.20, FROM, false",
        "RUN make, RUN, true",
        "run make, RUN, true",
        "ENV A=b, ENV, true",
        "ONBUILD RUN make, ONBUILD, true"
    })
    void otherBuildersCountEveryInstructionButFrom(String command, String instruction, boolean step) {
        StepName name = StepName.ofInstruction(command, "builder", 2, 4);

        assertThat(name.text()).isEqualTo(command);
        assertThat(name.instruction()).isEqualTo(instruction);
        assertThat(name.step()).isEqualTo(step);
        assertThat(name.stage()).isEqualTo("builder");
    }
}
