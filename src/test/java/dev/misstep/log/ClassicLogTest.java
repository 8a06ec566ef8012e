package dev.misstep.log;

import static dev.misstep.log.Logs.one;
import static dev.misstep.log.Logs.read;
import static dev.misstep.log.Logs.rows;
import static dev.misstep.log.Logs.vertex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.build.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The builder before BuildKit, and steps that print what looks like it. */
class ClassicLogTest {
    private static final String GOOD = """
            Sending build context to Docker daemon  12.29kB
            Step 1/3 : FROM alpine:3.20
             ---> 1d34ffeaf190
            Step 2/3 : RUN apk add --no-cache curl
             ---> Using cache
             ---> 5a2c3b4d5e6f
            Step 3/3 : RUN make
             ---> Running in 0a1b2c3d4e5f
            made
            Removing intermediate container 0a1b2c3d4e5f
             ---> 9f8e7d6c5b4a
            Successfully built 9f8e7d6c5b4a
            Successfully tagged app:latest
            """;

    @Test
    void hitsAndMisses() {
        Build build = one(GOOD);

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "1").step()).isFalse();
        assertThat(vertex(build, "2").name().text()).isEqualTo("RUN apk add --no-cache curl");
        assertThat(vertex(build, "3").inputs()).containsExactly("2");
        assertThat(vertex(build, "3").logLines()).isEqualTo(1);
        assertThat(vertex(build, "3").seconds()).isNull();
    }

    /** As {@code grep Step} leaves it: a step may have been a hit. */
    @Test
    void aStepOfWhichNothingIsSaidHasNoStatus() {
        Build build = one("""
                Step 1/5 : ARG V=3
                Step 2/5 : FROM alpine:$V
                Step 3/5 : WORKDIR /app
                Step 4/5 : RUN make
                 ---> Running in 0a1b2c3d4e5f
                Step 5/5 : CMD x
                """);

        assertThat(rows(build))
                .containsExactly("1 executed", "2 executed", "3 unfinished", "4 executed", "5 unfinished");
        assertThat(build.diagnostics())
                .extracting(diagnostic -> diagnostic.line() + " " + diagnostic.message())
                .contains("3 whether step 3 ran or was found in the cache is not told");
    }

    /** Seen live on 20.10, when the last step is a RUN that ran. */
    @Test
    void theWarningOfArgumentsNobodyUsedIsNoOutputOfTheLastStep() {
        String warning = "[Warning] One or more build-args [A B] were not consumed\n";
        Build build = one(GOOD.replace("Successfully built", warning + "Successfully built"));

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "3").logLines()).isEqualTo(1);
    }

    @Test
    void aStepMayPrintWhatLooksLikeItsEnd() {
        Build build = one("""
                Step 1/3 : FROM busybox
                 ---> 1d34ffeaf190
                Step 2/3 : RUN cat old.log
                 ---> Running in 0a1b2c3d4e5f
                 ---> Using cache
                 ---> 5a2c3b4d5e6f
                Successfully built 5a2c3b4d5e6f
                Build cancelled
                Build cancelled
                The command '/bin/sh -c other' returned a non-zero code: 7
                COPY failed: no
                # Executing 2 build triggers
                Step 2/9 : FROM x
                Step 7/9 : RUN y
                Removing intermediate container 0a1b2c3d4e5f
                 ---> 6b7c8d9e0f10
                Step 3/3 : RUN false
                 ---> Running in 1a1b2c3d4e5f
                 ---> 5a2c3b4d5e6f
                The command '/bin/sh -c false' returned a non-zero code: 1
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).isEqualTo("The command '/bin/sh -c false' returned a non-zero code: 1");
        assertThat(vertex(build, "2").logLines()).isEqualTo(10);
    }

    @Test
    void aBuildWithinAStepIsThatStepsOutput() {
        String nested = GOOD.replace("/3", "/4").replace("Step 3/4", "Step 3/4");
        Build build = one("""
                Sending build context to Docker daemon  12.29kB
                Step 1/3 : FROM docker:dind
                 ---> 1d34ffeaf190
                Step 2/3 : RUN dockerd & docker build inner
                 ---> Running in 0a1b2c3d4e5f
                """ + nested + """
                Removing intermediate container 0a1b2c3d4e5f
                 ---> 9f8e7d6c5b4a
                Step 3/3 : CMD sh
                 ---> Running in 6655443322aa
                 ---> 77aa88bb99cc
                Successfully built 77aa88bb99cc
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aBuildWithinAStepMayFailIt() {
        Build build = one("""
                Step 1/3 : FROM docker:dind
                 ---> 1d34ffeaf190
                Step 2/3 : RUN docker build inner
                 ---> Running in 0a1b2c3d4e5f
                Step 1/2 : FROM busybox
                 ---> 1d34ffeaf190
                Step 2/2 : RUN false
                 ---> Running in 1111c3d4e5f0
                The command '/bin/sh -c false' returned a non-zero code: 1
                The command '/bin/sh -c docker build inner' returned a non-zero code: 1
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.error()).contains("docker build inner");
    }

    @Test
    void theFirstOfTwoBuildsMayFailWithoutAWord() {
        // standard error, where the reason is, went elsewhere
        String failed = GOOD.substring(0, GOOD.indexOf("Removing"));
        List<Build> builds = read(failed + GOOD + failed);

        assertThat(builds)
                .extracting(Build::outcome)
                .containsExactly(Outcome.INCOMPLETE, Outcome.SUCCEEDED, Outcome.INCOMPLETE);
        assertThat(rows(builds.get(0))).containsExactly("1 executed", "2 cached", "3 unfinished");
        assertThat(rows(builds.get(1))).containsExactly("1 executed", "2 cached", "3 executed");
    }

    @Test
    void twoBuildsInARow() {
        List<Build> builds = read(GOOD + GOOD.substring(GOOD.indexOf("Step")) + "\nnoise\n");

        assertThat(builds).extracting(Build::outcome).containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED);
        assertThat(builds.get(1).line()).isEqualTo(14);
        assertThat(builds.get(1).ordinal()).isEqualTo(2);
    }

    @Test
    void aFailureOfCopyIsTold() {
        Build build = one("""
                Step 1/2 : FROM busybox:1
                 ---> 58d8a0a96644
                Step 2/2 : COPY nothere /x
                COPY failed: file not found in build context or excluded by .dockerignore: stat nothere: file does not exist
                make: *** [image] Error 1
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.error()).startsWith("COPY failed: file not found in build context");
    }

    @Test
    void theCommandOfAFailureKeepsItsBlanks() {
        Build build = one("""
                Step 1/1 : RUN echo a &&     echo 'b  c' && exit 3
                 ---> Running in aaaae0fbb54b
                The command '/bin/sh -c echo a &&     echo 'b  c' && exit 3' returned a non-zero code: 3
                ##[error]Process completed with exit code 3.
                """);

        assertThat(rows(build)).containsExactly("1 failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN [\"make\", \"all\"]|'make all'",
                "RUN --network=none make  all|'/bin/sh -c make  all'",
                "RUN make all|[/bin/sh -c make all]",
                "RUN dir c:\\x|'cmd /S /C dir c:\\x'"
            })
    void noiseBelowAFailureChangesNothing(String stepAndCommand) {
        String[] parts = stepAndCommand.split("\\|", 2);
        Build build = one("Step 1/1 : " + parts[0] + "\n ---> Running in aaaae0fbb54b\nThe command " + parts[1]
                + " returned a non-zero code: 2\n##[error]Process completed with exit code 2.\n");

        assertThat(rows(build)).containsExactly("1 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aMessageOfAnotherCommandIsNoFailureWhereTheLogEnds() {
        Build build = one("""
                Step 1/1 : RUN ./test.sh
                 ---> Running in aaaae0fbb54b
                The command '/bin/sh -c x' returned a non-zero code: 3
                as expected
                """);

        assertThat(rows(build)).containsExactly("1 unfinished");
        assertThat(build.outcome()).isEqualTo(Outcome.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ---> 5a2c3b4d5e6f\nBuild cancelled\n",
                " ---> 5a2c3b4d5e6f\nBuild cancelledBuild cancelled\n",
                "some output\nBuild cancelled\n",
                "some output\ncontext canceled\n"
            })
    void aUserMayStopItBetweenTwoStepsOrWithinOne(String end) {
        Build build = one("Step 1/2 : RUN sleep 100\n ---> Running in aaaae0fbb54b\n" + end);

        assertThat(build.outcome()).isEqualTo(Outcome.CANCELED);
    }

    /** Docker 17.06 and later, seen live on 20.10: triggers are not named. */
    @Test
    void triggersWithoutNames() {
        String text = """
                Step 1/4 : ARG G=1
                Step 2/4 : FROM ltest:onb
                # Executing 3 build triggers
                 ---> Using cache
                 ---> Running in dcf025397a6b
                trigger
                Removing intermediate container dcf025397a6b
                 ---> 31ceee6d86b0
                Step 3/4 : RUN echo one
                 ---> Using cache
                 ---> ad05c3e88368
                Step 4/4 : CMD x
                 ---> Using cache
                 ---> bd05c3e88368
                Successfully built bd05c3e88368
                """;
        List<Build> builds = read(text + text);

        assertThat(builds).hasSize(2);
        assertThat(builds)
                .allSatisfy(build ->
                        assertThat(rows(build)).containsExactly("1 executed", "2 executed", "3 cached", "4 cached"));
    }

    /** Docker 1.12: each trigger is the first step of a file of one line. */
    @ParameterizedTest
    @ValueSource(strings = {"Step 1 : ", "Step 1/1 : ", "Step 0 : "})
    void triggersWithNames(String step) {
        Build build = one("Step 1 : FROM base\n# Executing 2 build triggers...\n"
                + step + "COPY . /app\n ---> Using cache\n"
                + step + "RUN npm install\n ---> Running in 0e6797c4cc22\n ---> 2a0a9ba141b5\n"
                + "Step 2 : CMD x\n ---> Using cache\n ---> 3a0a9ba141b5\nSuccessfully built 3a0a9ba141b5\n");

        assertThat(rows(build)).containsExactly("1 executed", "1.1 cached", "1.2 executed", "2 cached");
        assertThat(vertex(build, "1.2").name().text()).isEqualTo("RUN npm install");
        assertThat(vertex(build, "2").inputs()).containsExactly("1.2");
    }

    /** Docker before 1.9 counts from 0. */
    @Test
    void stepsFromZeroWithoutATotal() {
        Build build = one("""
                Uploading context 10240 bytes
                Step 0 : FROM google/golang-runtime
                # Executing 2 build triggers
                Step onbuild-0 : ADD . /gopath/src/app/
                 ---> b51b592cfe60
                Step onbuild-1 : RUN /bin/go-build
                 ---> Running in 2d9377aecd4c
                 ---> 88a51b3970fb
                 ---> 88a51b3970fb
                Removing intermediate container b81a681a3019
                Successfully built 88a51b3970fb
                """);

        assertThat(rows(build)).containsExactly("0 executed", "0.1 executed", "0.2 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aTriggerMayFail() {
        Build build = one("""
                Step 1/2 : FROM cyberdojo/start-points-base:latest
                # Executing 2 build triggers
                 ---> Running in fe6adeee193c
                ERROR: no manifest.json files
                The command '/bin/sh -c ruby x' returned a non-zero code: 16
                """);

        assertThat(rows(build)).containsExactly("1 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void windows() {
        Build build = one("""
                Sending build context to Docker daemon 3.072 kB
                Step 1/3 : FROM microsoft/nanoserver
                 ---> 22738ff49c6d
                Step 2/3 : COPY testfile.txt c:\\
                 ---> 22738ff49c6e
                Removing intermediate container 4db9acbb1682
                Step 3/3 : RUN dir c:
                GetFileAttributesEx c:RUN: The system cannot find the file specified.
                """);

        assertThat(rows(build).subList(0, 2)).containsExactly("1 executed", "2 executed");
        assertThat(vertex(build, "2").name().text()).isEqualTo("COPY testfile.txt c:\\");
    }

    @Test
    void stagesBuildOnEachOther() {
        Build build = one("""
                Step 1/5 : FROM golang AS build
                 ---> 1d34ffeaf190
                Step 2/5 : RUN go build
                 ---> Using cache
                 ---> 2d34ffeaf190
                Step 3/5 : FROM scratch
                 --->
                Step 4/5 : COPY --from=build /x /x
                 ---> 3d34ffeaf190
                Step 5/5 : COPY --from=0 /y /y
                 ---> 4d34ffeaf190
                Successfully built 4d34ffeaf190
                """);

        assertThat(vertex(build, "2").name().stage()).isEqualTo("build");
        assertThat(vertex(build, "4").name().stage()).isEqualTo("stage-1");
        assertThat(vertex(build, "4").inputs()).containsExactly("3", "2");
        assertThat(vertex(build, "5").inputs()).containsExactly("4", "2");
    }

    private static final String RUN_FALSE = """
            Step 1/2 : FROM busybox
             ---> 1d34ffeaf190
            Step 2/2 : RUN false
             ---> Running in 0a1b2c3d4e5f
            """;

    /** The words before it are those of the daemon in 2013, of the client in 2014 and 2015, and of docker-compose. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The command '/bin/sh -c false' returned a non-zero code: 1",
                "Error build: The command [/bin/sh -c false] returned a non-zero code: 1",
                "2014/03/01 12:00:00 The command [/bin/sh -c false] returned a non-zero code: 1",
                "INFO[0003] The command [/bin/sh -c false] returned a non-zero code: 1",
                "time=\"2015-04-08T10:00:00Z\" level=info msg=\"The command [/bin/sh -c false] returned a non-zero code: 1\" ",
                "ERROR: Service 'web' failed to build : The command '/bin/sh -c false' returned a non-zero code: 1",
                "The command 'cmd /S /C false' returned a non-zero code: 1: failed to shut it down, its code: 1"
            })
    void aCommandThatFailedIsToldOfInManyWords(String message) {
        Build build = one(RUN_FALSE + "out\n" + message + "\nERROR: Job failed\nCleaning up\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.error()).startsWith("The command ").endsWith("code: 1");
        assertThat(vertex(build, "2").logLines()).as("what a CI prints below").isEqualTo(1);
    }

    @Test
    void anotherCommandsFailureWithWordsBeforeItIsOutput() {
        Build build = one(RUN_FALSE + "make: The command 'other' returned a non-zero code: 1\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished");
    }

    @Test
    void aStepThatGoesOnBelowItsOwnErrorPrintedIt() {
        Build build = one(RUN_FALSE + """
                The command '/bin/sh -c false' returned a non-zero code: 1
                once more
                Removing intermediate container 0a1b2c3d4e5f
                 ---> 9f8e7d6c5b4a
                Successfully built 9f8e7d6c5b4a
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed");
        assertThat(vertex(build, "2").logLines()).isEqualTo(2);
    }

    @Test
    void anotherBuilderMayWriteBelowAFailedBuild() {
        List<Build> builds = read(RUN_FALSE + """
                The command '/bin/sh -c false' returned a non-zero code: 1
                #1 [internal] load build definition from Dockerfile
                #1 DONE 0.0s
                #2 [1/1] FROM docker.io/library/busybox
                #2 CACHED
                """);

        assertThat(builds).extracting(Build::format).containsExactly(Format.CLASSIC, Format.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCI runtime create failed: container_linux.go:380: starting container process caused: exec: \"false\"",
                "failed to create shim task: OCI runtime create failed: runc create failed: exec: \"false\"",
                "ERROR: Service 'web' failed to build: oci runtime error: exec: \"false\": not found in $PATH",
                "linux spec user: unable to find user ada: no matching entries in passwd file",
                "the --mount option requires BuildKit. Refer to the documentation"
            })
    void aCommandThatCannotBeStartedFails(String message) {
        assertThat(rows(one(RUN_FALSE + message + "\nERROR: Job failed\n"))).containsExactly("1 executed", "2 failed");
        assertThat(rows(one(RUN_FALSE + "out\n" + message + "\n"))).containsExactly("1 executed", "2 unfinished");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pull access denied for gone, repository does not exist",
                "Get https://registry.example/v2/: net/http: request canceled while waiting for connection",
                "Get \"https://registry.example/v2/\": dial tcp: lookup registry.example: no such host",
                "toomanyrequests: you have reached your limit",
                "ERROR: Service 'web' failed to build : manifest for gone:1 not found: manifest unknown"
            })
    void aBaseImageThatCannotBeHadFails(String message) {
        Build build = one("Step 1/2 : FROM gone:1\n" + message + "\nERROR: Job failed\n");

        assertThat(rows(build)).containsExactly("1 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(vertex(build, "1").logLines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the --chmod option requires BuildKit. Refer to the documentation",
                "Forbidden path outside the build context: ../x (/x)",
                "Unknown instruction: FOO",
                "re-exec error: exit status 1: output: ProcessBaseLayer \\\\?\\C:\\layer: The system cannot find the path",
                "hcsshim::PrepareLayer - failed failed in Win32: Incorrect function. (0x1)"
            })
    void anInstructionThatIsRefusedFails(String message) {
        Build build = one("Step 1/2 : FROM base\n ---> 1d34ffeaf190\nStep 2/2 : COPY a /a\n" + message + "\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    /** A URL is downloaded, and a note on what the instruction replaces printed, before the cache is asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEALTHCHECK CMD true\nNote: overriding previous HEALTHCHECK: [CMD-SHELL false]",
                "ADD https://host.example/a.tgz /\nDownloading [====>]     512B/512B\n",
                "CMD [\"a\"]\n ---> [Warning] Shell-form ENTRYPOINT and exec-form CMD may have unexpected results"
            })
    void aHitMayBeToldBelowANote(String step) {
        Build build = one("Step 1/2 : FROM base\n ---> 1d34ffeaf190\nStep 2/2 : " + step + """

                 ---> Using cache
                 ---> 5a2c3b4d5e6f
                Successfully built 5a2c3b4d5e6f
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 cached");
        assertThat(build.diagnostics()).isEmpty();
    }

    @Test
    void aContainerThatIsLeftBehindIsNoOutputOfTheLastStep() {
        String left = "Error removing intermediate container 0a1b2c3d4e5f: device busy\n";
        Build build = one(GOOD.replace("Successfully built", left + "Successfully built"));

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "3").logLines()).isEqualTo(1);
    }

    /** Until 1.12; later it is a warning. */
    @Test
    void argumentsNobodyUsedFailedABuildWhoseStepsWereOver() {
        Build build = one("""
                Step 1 : FROM base
                 ---> 1d34ffeaf190
                Step 2 : RUN make
                 ---> Running in 0a1b2c3d4e5f
                 ---> 5a2c3b4d5e6f
                Removing intermediate container 0a1b2c3d4e5f
                One or more build-args [foo] were not consumed, failing build.
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    }

    /** Until 17.06, and with --rm=false, the result comes right behind the output. */
    @Test
    void outputMayLackItsLineEnd() {
        String glued = GOOD.replace("made\nRemoving intermediate container 0a1b2c3d4e5f\n", "made");

        Build build = one(glued);
        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(vertex(build, "3").logLines()).isEqualTo(1);

        Build goesOn = one(glued.replace("Successfully", "more\nSuccessfully"));
        assertThat(rows(goesOn)).as("the line was output").containsExactly("1 executed", "2 cached", "3 unfinished");
    }

    /** Another build is announced there by its client. */
    @Test
    void aHitMayBeToldBelowWhatAnotherWrites() {
        String other = "DEPRECATED: The legacy builder is deprecated\n\nSending build context to Docker daemon  2kB\n";
        Build build = one(GOOD.replace(" ---> Using cache", other + " ---> Using cache"));

        assertThat(rows(build)).containsExactly("1 executed", "2 cached", "3 executed");
    }

    @Test
    void theContainerTellsWhichRunGoesOn() {
        Build build = one("""
                Step 1/2 : FROM busybox
                 ---> 1d34ffeaf190
                Step 2/2 : RUN cat README
                 ---> Running in 0a1b2c3d4e5f
                Step 1/2 : FROM x
                Removing intermediate container 0a1b2c3d4e5f
                 ---> 9f8e7d6c5b4a
                Successfully built 9f8e7d6c5b4a
                """);

        assertThat(rows(build)).containsExactly("1 executed", "2 executed");
        assertThat(build.outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ---> Xsing cache", " --> Using cache", "---> Using cach", "--- Usi\u0000g cache"})
    void aHitThatIsDamagedIsNoRun(String line) {
        Build build = one("Step 1/3 : FROM base\n ---> 1d34ffeaf190\nStep 2/3 : COPY a /a\n" + line
                + "\n ---> 5a2c3b4d5e6f\nStep 3/3 : COPY b /b\n ---> 6b7c8d9e0f10\nSuccessfully built 6b7c8d9e0f10\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished", "3 executed");
        assertThat(build.diagnostics())
                .extracting(told -> told.line() + " " + told.message())
                .containsExactly("4 this line is damaged: whether step 2 ran is not told");
    }

    /** The cache is asked no more once a step of the stage missed, so step 2 lost its hit. */
    @Test
    void aHitTellsThatNoStepAboveItRan() {
        Build build = one("Step 1/3 : FROM base\n ---> 1d34ffeaf190\nStep 2/3 : COPY a /a\n ---> 5a2c3b4d5e6f\n"
                + "Step 3/3 : COPY b /b\n ---> Using cache\n ---> 6b7c8d9e0f10\nSuccessfully built 6b7c8d9e0f10\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished", "3 cached");
    }

    @Test
    void theEndOfAStepWhoseHeaderIsLostIsNotThatOfTheStepAbove() {
        Build build = one(
                "Step 1/3 : FROM base\n ---> 1d34ffeaf190\nStep 2/3 : RUN make\n ---> Running in 0a1b2c3d4e5f\n"
                        + "Removing intermediate container 0a1b2c3d4e5f\n ---> 5a2c3b4d5e6f\nStep 3X3 : RUN false\n"
                        + " ---> Running in 1a1b2c3d4e5f\nout\nThe command '/bin/sh -c false' returned a non-zero code: 1\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 unfinished");
        assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(build.diagnostics()).isNotEmpty();
    }

    @Test
    void arrowsInTheOutputOfAStepTakeNoStatusFromIt() {
        Build build =
                one("Step 1/2 : FROM base\n ---> 1d34ffeaf190\nStep 2/2 : RUN make\n ---> Running in 0a1b2c3d4e5f\n"
                        + " ---> Using cach\n ---> done\n--> Using cache\nRemoving intermediate container 0a1b2c3d4e5f\n"
                        + " ---> 5a2c3b4d5e6f\nSuccessfully built 5a2c3b4d5e6f\n");

        assertThat(rows(build)).containsExactly("1 executed", "2 executed");
        assertThat(build.diagnostics()).isEmpty();
    }

    /** Of a COPY, which prints nothing itself; a CI may say it again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "unlinkat C:\\ProgramData\\docker\\tmp\\docker-builder1: Access is denied.",
                "open /var/lib/docker/overlay2/0a1b/link: permission denied",
                "cannot copy to non-directory: /var/lib/docker/overlay2/0a1b/merged/app",
                "error creating overlay mount to /var/lib/docker/overlay2/0a1b/merged: invalid argument"
            })
    void whatTheSystemSaysOfAFileEndsACopy(String error) {
        Build build = one("""
                Step 1/3 : FROM alpine:3.20
                 ---> 1d34ffeaf190
                Step 2/3 : COPY . .
                %s
                ##[error]%s
                """.formatted(error, error));

        assertThat(rows(build)).containsExactly("1 executed", "2 failed");
        assertThat(build.error()).isEqualTo(error);
    }
}
