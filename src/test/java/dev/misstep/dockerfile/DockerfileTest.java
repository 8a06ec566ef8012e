package dev.misstep.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
    private static Instruction only(String line) throws DockerfileSyntaxException {
        List<Instruction> all =
                Dockerfile.parse("FROM a\n" + line).stages().get(0).instructions();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void stagesAndGlobalArgumentsAreTakenApart() throws Exception {
        Dockerfile file = Dockerfile.parse("""
                # syntax=docker/dockerfile:1
                # escape=`
                ARG V=1
                from --platform=$BUILDPLATFORM golang:$V as Build
                RUN make
                FROM scratch
                COPY --from=build /x /
                """);
        assertThat(file.directives()).isEqualTo(new Directives("docker/dockerfile:1", '`', null));
        assertThat(file.globalArgs()).extracting(Instruction::line).containsExactly(3);
        assertThat(file.stages()).extracting(Stage::displayName).containsExactly("build", "stage-1");
        assertThat(file.stages().get(0).base()).isEqualTo("golang:$V");
        assertThat(file.stages().get(0).platform()).isEqualTo("$BUILDPLATFORM");
        assertThat(file.instructions()).extracting(Instruction::line).containsExactly(3, 4, 5, 6, 7);
    }

    @Test
    void linesAreJoinedAsTheNamesOfStepsShowThem() throws Exception {
        Instruction run = only("run a \\\r\n  # comment\n\n    b \\  \n&& c\n");
        assertThat(run.text()).isEqualTo("run a     b && c");
        assertThat(run.arguments()).containsExactly("a     b && c");
        assertThat(run.line()).isEqualTo(2);
        assertThat(run.endLine()).isEqualTo(6);
    }

    @Test
    void aByteOrderMarkIsPassedBy() throws Exception {
        assertThat(Dockerfile.parse("\uFEFFFROM a").stages()).hasSize(1);
    }

    @Test
    void aDirectiveBehindACommentIsAComment() throws Exception {
        assertThat(Dockerfile.parse("# hello\n# escape=`\nFROM a").directives().escape())
                .isEqualTo('\\');
    }

    @Test
    void heredocsBelongToTheirInstruction() throws Exception {
        Instruction copy = only("COPY <<A <<-\"B\" /x/\n# content $v\nA\n\tfoo\n\tB\n");
        assertThat(copy.heredocs())
                .containsExactly(
                        new Heredoc("A", true, false, "# content $v\n"), new Heredoc("B", false, true, "\tfoo\n"));
        assertThat(copy.heredocs().get(1).text()).isEqualTo("foo\n");
        assertThat(copy.endLine()).isEqualTo(6);
    }

    @Test
    void noHeredocIsSeenInAnExecForm() throws Exception {
        assertThat(only("RUN [\"sh\", \"<<EOF\"]").heredocs()).isEmpty();
    }

    @Test
    void flagsAndArgumentsAreKeptApart() throws Exception {
        Instruction copy = only("COPY --link --exclude=a --exclude='b c' --chown=1:2 -- --x /y");
        assertThat(copy.isOn("link")).isTrue();
        assertThat(copy.flagValues("exclude")).containsExactly("a", "b c");
        assertThat(copy.flag("chown")).contains("1:2");
        assertThat(copy.arguments()).containsExactly("--x", "/y");
    }

    @Test
    void flagsAreReadByteByByteAsTheBuilderDoes() throws Exception {
        assertThat(only("COPY --exclude=\u00e4 \u00e4 /").flagValues("exclude")).containsExactly("\u00c3\u00a4");
        assertThat(only("COPY --exclude=\u00e4 \u00e4 /").arguments()).containsExactly("\u00e4", "/");
    }

    @Test
    void aVariableWithAWordOfItsOwnHidesAHeredoc() throws Exception {
        // the builder forgets the "<< /" of a word when it reads the one in braces
        assertThat(only("ADD a << /${B:-c}d").heredocs()).isEmpty();
        assertThat(only("ADD a <<B${C} d\nB${C}\n").heredocs()).hasSize(1);
    }

    @Test
    void healthChecksTakeTheTimesOfGo() throws Exception {
        assertThat(only("HEALTHCHECK --interval=1h2m.5s --timeout=+1500us --start-period=0 --retries=+3 CMD x")
                        .flags())
                .hasSize(4);
    }

    @Test
    void whatIsNoArrayOfStringsIsAShellForm() throws Exception {
        assertThat(only("RUN ['a']").json()).isFalse();
        assertThat(only("RUN [\"a\",]").json()).isFalse();
        assertThat(only("RUN [\"a\", \"b c\"]").arguments()).containsExactly("a", "b c");
        assertThat(only("COPY [\"a b\", \"/x\"]").arguments()).containsExactly("a b", "/x");
    }

    @Test
    void bothFormsOfEnvAreRead() throws Exception {
        assertThat(only("ENV a=1 b=\"x y\" c=d\\ e").arguments()).containsExactly("a=1", "b=\"x y\"", "c=d\\ e");
        assertThat(only("ENV a x  y=z").arguments()).containsExactly("a=x  y=z");
    }

    @Test
    void anOnbuildHoldsAnInstruction() throws Exception {
        Instruction trigger =
                Objects.requireNonNull(only("ONBUILD COPY --from=x a b").trigger());
        assertThat(trigger.keyword()).isEqualTo("COPY");
        assertThat(trigger.flag("from")).contains("x");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            commentCharacter = '@',
            value = {
                "FROM a~CPY x y | 2 | unknown instruction: CPY (did you mean COPY?)",
                "FROM a~FROBNICATE | 2 | unknown instruction: FROBNICATE",
                "RUN x | 1 | no build stage in current context",
                "ARG x | 1 | dockerfile contains no stages to build",
                "# only | 1 | file with no instructions",
                "FROM a b | 1 | FROM requires either one or three arguments",
                "FROM a AS 1 | 1 | invalid name for build stage: \"1\", name can't start with a number or contain symbols",
                "FROM a~COPY x | 2 | COPY requires at least two arguments, but only one was provided. Destination could not be determined",
                "FROM a~RUN --mont=x y | 2 | unknown flag: --mont (did you mean mount?)",
                "FROM a~COPY --link=x a b | 2 | expecting boolean value for flag --link, not: x",
                "FROM a~RUN [1] | 2 | when using JSON array syntax, arrays must be comprised of strings only",
                "FROM a~ENV x | 2 | ENV must have two arguments",
                "FROM a~ENV a=1 b | 2 | Syntax error - can't find = in \"b\". Must be of the form: name=value",
                "FROM a~~RUN <<E~x | 3 | unterminated heredoc",
                "FROM a~ONBUILD FROM b | 2 | FROM isn't allowed as an ONBUILD trigger",
                "# escape=x~FROM a | 1 | invalid escape token 'x' does not match ` or \\",
                "FROM a~SHELL x | 2 | SHELL requires the arguments to be in JSON form",
                "FROM a~HEALTHCHECK --retries=-1 CMD x | 2 | --retries cannot be negative (-1)",
                "FROM a~HEALTHCHECK --retries=x CMD x | 2 | strconv.ParseInt: parsing \"x\": invalid syntax",
                "FROM a~HEALTHCHECK --interval=$x CMD x | 2 | time: invalid duration \"$x\"",
                "FROM a~HEALTHCHECK --timeout=1 CMD x | 2 | time: missing unit in duration \"1\"",
                "FROM a~HEALTHCHECK --start-period=1.5s2q CMD x | 2 | time: unknown unit \"q\" in duration \"1.5s2q\"",
                "FROM a~HEALTHCHECK --interval=1us CMD x | 2 | Interval \"interval\" cannot be less than 1ms",
                "FROM a~RUN --network=x y | 2 | invalid network mode \"x\"",
                "FROM a~RUN --security=x y | 2 | security \"x\" is not valid",
                "FROM a~RUN --mount='\",type=bind' x | 2 | failed to parse csv mounts: parse error on line 1, column 2: extraneous or missing \" in quoted-field",
                "FROM --x a AS 1 | 1 | invalid name for build stage: \"1\", name can't start with a number or contain symbols",
                "FROM a~LABEL a=b \"c\td\" | 2 | Syntax error - can't find = in \"\\\"c\\td\\\"\". Must be of the form: name=value",
                "\uFEFF | 1 | file with no instructions",
                "FROM a~RUN --mount=from=$x,target=/y z | 2 | 'from' doesn't support variable expansion, define alias stage instead",
            })
    void whatTheBuilderRefusesIsRefusedInItsWords(String text, int line, String message) {
        assertThatThrownBy(() -> Dockerfile.parse(text.replace('~', '\n')))
                .isInstanceOfSatisfying(
                        DockerfileSyntaxException.class,
                        e -> assertThat(e.line()).isEqualTo(line))
                .hasMessage(message);
    }

    @Test
    void aFrontendCanBeAskedForInOtherLanguagesToo() {
        assertThat(Directives.syntaxOf("#!/bin/x\n// syntax = a/b:1 --flag\n")).contains("a/b:1");
        assertThat(Directives.syntaxOf("{\"syntax\": \"a/b\"}")).contains("a/b");
        assertThat(Directives.syntaxOf("FROM a\n# syntax=x")).isEmpty();
    }

    private static String meaning(String instruction) throws Exception {
        return Dockerfile.parse("FROM a\n" + instruction)
                .stages()
                .get(0)
                .instructions()
                .get(0)
                .meaning();
    }

    /** What a builder does not see is no edit. */
    @Test
    void theWayAnInstructionIsWrittenIsNotItsMeaning() throws Exception {
        assertThat(meaning("copy  a \\\n  # why\n b")).isEqualTo(meaning("COPY [\"a\", \"b\"]"));
        assertThat(meaning("run  a  b")).isEqualTo(meaning("RUN a  b")).isNotEqualTo(meaning("RUN a b"));
        assertThat(meaning("RUN [\"a\"]")).isNotEqualTo(meaning("RUN a"));
        assertThat(meaning("RUN <<E\na\nb\nE")).isNotEqualTo(meaning("RUN <<E\na\nc\nE"));
    }
}
