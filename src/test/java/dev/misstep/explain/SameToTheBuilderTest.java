package dev.misstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dockerfiles that read otherwise and are the same to the builder: what is built on them or copied from them hits. */
class SameToTheBuilderTest {
    private static final String STAGES = """
            FROM base:3 AS a
            %s
            RUN make
            FROM base:3
            COPY --from=a /out /out
            FROM base:3
            COPY --from=1 /out /in
            """;

    private static final Project BASE = Project.of("FROM base:3").shell("base:3", "/bin/sh", "-c");

    /** Seed 9280003 of the oracle: what is set on a line of its own, to what it was, made another key. */
    @Test
    void theShellOfTheImageIsSetOnceMore() {
        Project set = BASE.with(STAGES.formatted("SHELL [\"/bin/sh\", \"-c\"]"));
        Project unset = BASE.with(STAGES.formatted("# nothing"));
        assertThat(set.fates(unset)).containsExactly("3 hit", "5 hit", "7 hit");
        assertThat(unset.fates(set)).containsExactly("3 hit", "5 hit", "7 hit");
    }

    @Test
    void settingsInAnotherOrder() {
        Project before = BASE.with(STAGES.formatted("USER 1\nWORKDIR /"));
        Project after = BASE.with(STAGES.formatted("WORKDIR /\nUSER 1"));
        assertThat(before.fates(after)).containsExactly("4 hit", "6 hit", "8 hit");
    }

    /** Seen live on 28.5: all of these hit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY --chmod=644 --chown=1:1 a x/y/",
                "COPY --chown=1:1 --chmod=644 ./a ./x/y/",
                "COPY --chown=1:1 --chmod=644 a x/./y//",
                "COPY --chown=1:1 --chmod=644 a /w/x/y/"
            })
    void aCopyThatIsWrittenOtherwise(String copy) {
        String dockerfile = "FROM base:3\nWORKDIR /w\n%s\nRUN make\n";
        Project before = BASE.with(dockerfile.formatted("COPY --chown=1:1 --chmod=644 a x/y/"))
                .file("a", "a");
        assertThat(before.fates(before.with(dockerfile.formatted(copy)))).containsExactly("2 hit", "3 hit", "4 hit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY a x/y",
                "COPY a x/y/.",
                "COPY a /x/y/",
                "COPY --chown=0:0 a x/y/",
                "COPY --chmod=644 a x/y/"
            })
    void aCopyThatIsAnother(String copy) {
        String dockerfile = "FROM base:3\nWORKDIR /w\n%s\nRUN make\n";
        Project before = BASE.with(dockerfile.formatted("COPY a x/y/")).file("a", "a");
        assertThat(before.fates(before.with(dockerfile.formatted(copy))))
                .containsExactly("2 hit", "3 miss instruction", "4 miss");
    }

    /** It begins in a directory that an image sets, of which nothing is known. */
    @Test
    void aPlaceBelowAnUnknownOne() {
        Project before = Project.of("FROM far:1\nCOPY a x/\n").file("a", "a");
        assertThat(before.fates(before.with("FROM far:1\nCOPY a /x/\n"))).containsExactly("2 miss instruction");
        Project inside = before.with("FROM far:1\nWORKDIR v\nCOPY a x/\n");
        assertThat(inside.fates(inside.with("FROM far:1\nWORKDIR v\nCOPY a /v/x/\n")))
                .containsExactly("2 hit", "3 miss instruction");
    }

    private static Project run(String lines) {
        return BASE.with("FROM base:3\n" + lines + "\nRUN test\n")
                .file("a", "a")
                .file("b", "b");
    }

    private static List<String> after(String before, String after) {
        Project built = run(before);
        return built.fates(run(after)).stream()
                .map(fate -> fate.replaceFirst("^\\d+ ", ""))
                .toList();
    }

    /** Each seen live on 28.5, on 26.1 and, where it can be said there, on 20.10. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            RUN make|RUN ["/bin/sh", "-c", "make"]
            RUN ["/bin/sh", "-c", "make"]|RUN make
            SHELL ["/bin/ash", "-c"]\\nRUN make|RUN ["/bin/ash", "-c", "make"]\\nSHELL ["/bin/ash", "-c"]
            RUN make|SHELL ["/bin/sh", "-c"]\\nRUN make
            RUN <<EOF\\nmake\\nEOF|RUN <<END\\nmake\\nEND
            RUN <<EOF\\nmake\\nEOF|RUN <<-'EOF'\\n\\tmake\\nEOF
            RUN <<EOF\\nmake\\nEOF|RUN ["/bin/sh", "-c", "make\\\\n"]
            RUN cat <<EOF\\nmake\\nEOF|RUN ["/bin/sh", "-c", "cat <<EOF\\\\nmake\\\\nEOF"]
            COPY <<EOF /x\\n1\\nEOF|COPY <<-EOF /x\\n\\t1\\nEOF
            RUN --mount=type=cache,target=/c make|RUN --mount=dst=/c,type=cache make
            RUN --mount=type=cache,target=/c make|RUN --mount=type=cache,target=/c,sharing=shared,rw,id=/c make
            RUN --mount=type=cache,target=/c,id=k make|RUN --mount=type=cache,target=/c,sharing=locked make
            RUN --mount=type=cache,target=/c,uid=0 make|RUN --mount=type=cache,target=/c,mode=0755,gid=00 make
            WORKDIR /w\\nRUN --mount=type=cache,target=/w/c,id=k make|WORKDIR /w\\nRUN --mount=type=cache,target=./c make
            RUN --mount=type=cache,target=/c --mount=type=tmpfs,target=/t make|RUN --mount=type=tmpfs,target=/t --mount=type=cache,target=/c make
            RUN --mount=type=tmpfs,target=/t,size=64m make|RUN --mount=type=tmpfs,target=/t,size=67108864 make
            RUN --mount=type=secret,id=a --mount=type=cache,target=/c make|RUN --mount=type=cache,target=/c --mount=type=secret,src=a,dst=/run/secrets/a,mode=400 make
            RUN --mount=type=ssh make|RUN --mount=type=ssh,mode=0600,required=false make
            RUN --mount=type=bind,source=a,target=/x make|RUN --mount=src=/a,dst=/x,ro=true make
            RUN --mount=source=a,target=/x --mount=source=b,target=/y make|RUN --mount=source=b,target=/y --mount=source=a,target=/x make
            RUN make|RUN --network=default --security=sandbox make
            WORKDIR /w/v|WORKDIR w/v/
            WORKDIR /w\\nWORKDIR v|WORKDIR /w\\nWORKDIR /w/v
            WORKDIR /w\\nWORKDIR v|WORKDIR /w/\\nWORKDIR v
            USER 01:root\\nWORKDIR /w\\nUSER x|USER 1:0\\nWORKDIR /w\\nUSER x
            COPY --chown=root:5 --chmod=0644 a /x|COPY --chown=0:005 --chmod=644 a /x
            COPY --link=false --chown=1: a /x|COPY --chown=1:0 --link=false a /x
            ENV A b c|ENV A="b c"
            ENV A=1|ARG A=1
            """)
    void whatIsWrittenOtherwiseAndComesToTheSame(String before, String after) {
        assertThat(after(before.translateEscapes(), after.translateEscapes())).containsOnly("hit");
    }

    /** Seen live on 28.5 and 26.1: what makes another step of what looks alike. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SHELL ["/bin/ash", "-c"]\\nRUN make|SHELL ["/bin/ash", "-c"]\\nRUN ["/bin/sh", "-c", "make"]
            RUN <<EOF\\n#!/bin/sh\\nmake\\nEOF|RUN <<END\\n#!/bin/sh\\nmake\\nEND
            RUN cat <<EOF\\nmake\\nEOF|RUN cat <<END\\nmake\\nEND
            RUN cat <<-EOF\\nmake\\nEOF|RUN cat <<-EOF\\n\\tmake\\nEOF
            RUN <<EOF\\nmake\\nEOF|RUN make
            COPY <<EOF /x\\n1\\nEOF|COPY <<END /x\\n1\\nEND
            RUN --mount=type=cache,target=/c make|RUN --mount=type=cache,target=/c,id=c make
            RUN --mount=type=cache,target=/c,id=k make|RUN --mount=type=cache,target=/c,id=c make
            RUN --mount=type=cache,target=/c make|RUN --mount=type=cache,target=/c/ make
            RUN --mount=type=cache,target=/c make|RUN --mount=type=cache,target=/c,mode=755 make
            RUN --mount=type=secret,id=a --mount=type=secret,id=b make|RUN --mount=type=secret,id=b --mount=type=secret,id=a make
            RUN --mount=type=secret,id=a,env=A make|RUN --mount=type=secret,id=a,env=A,target=/run/secrets/a make
            RUN --mount=type=ssh make|RUN --mount=type=ssh,id=default make
            RUN --mount=type=bind,source=a,target=/x make|RUN --mount=type=bind,source=a,target=/x,rw make
            USER 0\\nRUN make|USER root\\nRUN make
            USER root\\nWORKDIR /w\\nUSER x|WORKDIR /w\\nUSER x
            COPY --chown=0 a /x|COPY --chown=0:0 a /x
            COPY --chmod=000 a /x|COPY a /x
            """)
    void whatLooksAlikeAndIsAnother(String before, String after) {
        assertThat(after(before.translateEscapes(), after.translateEscapes())).contains("miss instruction");
    }

    /** Seen live on all three: the directory is made once, and a RUN is carried out in it as it is written. */
    @ParameterizedTest
    @ValueSource(strings = {"/w/v/", "/w//v", "/w/./v", "/w/x/../v"})
    void aDirectoryThatIsWrittenOtherwise(String directory) {
        assertThat(after("WORKDIR /w/v\nCOPY a b", "WORKDIR " + directory + "\nCOPY a b"))
                .containsExactly("hit", "hit", "miss instruction");
    }

    /** Seen live on 20.10, whose BuildKit is 0.8. */
    @Test
    void theNameOfACacheIsInTheKeyOfAnOlderBuilder() {
        String mount = "FROM base:3\nRUN --mount=type=cache,target=/c,id=%s make\n";
        Project before = BASE.with(mount.formatted("one"));
        assertThat(before.fates(before.with(mount.formatted("two")))).containsExactly("2 hit");
        Project old = before.copy().by(BuilderRules.BUILDKIT_ON_GRAPH_DRIVER.ofRelease(8));
        assertThat(old.fates(old.with(mount.formatted("two")))).containsExactly("2 miss instruction");
        String symbolic = "FROM base:3\nCOPY %s a /x\n";
        Project copied = old.with(symbolic.formatted("")).file("a", "a");
        assertThat(copied.fates(copied.with(symbolic.formatted("--chmod=u+x")))).containsExactly("2 hit");
    }

    @Test
    void namesInSmallLetters() {
        Project before = BASE.with("FROM base:3\nCOPY a /a\nRUN make\n").file("a", "a");
        assertThat(before.fates(before.with("from base:3\ncopy a /a\nrun make\n")))
                .containsExactly("2 hit", "3 hit");
    }

    /** Of an image of which nothing is known but its name. */
    @Test
    void theNameOfAnImageInFull() {
        Project before = BASE.with("FROM far\nRUN make\n");
        assertThat(before.fates(before.with("FROM docker.io/library/far:latest\nRUN make\n")))
                .containsExactly("2 hit");
        assertThat(before.fates(before.with("FROM far:2\nRUN make\n"))).containsExactly("2 miss base-image");
    }

    @Test
    void wherePathsStandWhenAllIsCopiedAtOnce() {
        Project before =
                run("COPY a d/b /q/").directory("d", 0755).file("d/b", "b").file("d/a", "a");
        Project kept = before.with("FROM base:3\nCOPY a b /q/\nRUN test\n");
        Project turned = before.with("FROM base:3\nCOPY d/a b /q/\nRUN test\n");
        assertThat(before.fates(kept)).containsExactly("2 hit", "3 hit");
        assertThat(before.fates(turned)).containsExactly("2 miss instruction", "3 miss");
    }

    @Test
    void theNetworkOfABuildAndOfARun() {
        Project before = BASE.with("FROM base:3\nRUN make\n").network("host");
        assertThat(before.fates(before.with("FROM base:3\nRUN --network=host make\n")))
                .containsExactly("2 hit");
        assertThat(before.fates(before.with("FROM base:3\nRUN --network=none make\n")))
                .containsExactly("2 miss instruction");
    }

    @Test
    void anotherPlatformThanTheLast() {
        Project built = BASE.with("""
                FROM --platform=$BUILDPLATFORM base:3 AS tools
                RUN fetch
                FROM far:1
                WORKDIR /app
                COPY --from=tools /out /out
                RUN make
                FROM base:3
                COPY a /a
                COPY --from=1 /out /in
                """).file("a", "a");
        Project next = built.copy().platform("linux/arm64");
        List<PredictedStep> steps = built.builtThen(next);
        assertThat(Project.fates(steps))
                .containsExactly("2 hit", "4 depends platform", "5 depends", "6 miss platform", "8 hit", "9 depends");
        PredictedStep run = steps.get(3);
        assertThat(run.certainty()).isEqualTo(Certainty.PROVEN);
        assertThat(run.before() + " " + run.after()).isEqualTo("linux/amd64 linux/arm64");
        assertThat(built.fates(built.copy().platform("linux/x86_64"))).doesNotContain("6 miss platform");
    }

    /** A cross-compiling build: seen live on 28.5, with images of one content for two platforms. */
    @Test
    void aPlatformIsInTheKeyOfItsRunsAlone() {
        Project built = BASE.with("""
                FROM --platform=$BUILDPLATFORM base:3 AS tools
                RUN fetch
                FROM base:3
                WORKDIR /app
                COPY a /a
                COPY --from=tools /out /out
                RUN make
                """).file("a", "a");
        EngineCache cache = new EngineCache(Set.copyOf(built.plan().keys().values()), Set.of(), true);
        Planned other = built.copy().platform("linux/arm64").plan();
        assertThat(Project.fates(Prediction.of(new Plans(other, null, cache))))
                .containsExactly("2 hit", "4 hit", "5 hit", "6 hit", "7 miss cold");
    }
}
