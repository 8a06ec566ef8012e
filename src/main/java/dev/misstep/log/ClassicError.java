package dev.misstep.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ends a build of the classic builder, in the words of 0.5 to 28 (moby, buildfile.go; later builder/dockerfile,
 * dispatchers.go and internals.go): the builder prints the bare message, and what called it may put its own before it.
 */
final class ClassicError {
    // "The command '/bin/sh -c false' returned a non-zero code: 1", in 2014 "2014/03/01 12:00:00 The command
    // [/bin/sh -c false] …", in 2015 "INFO[0000] The command …" or, into a file, "time="…" level=info msg="The command
    // …"",
    // of docker-compose "ERROR: Service 'web' failed to build: The command …"; Windows tells more behind the code
    private static final Pattern NON_ZERO = Pattern.compile(
            "(.{0,200}?)(The command (?:'.*'|\\[.*\\]) returned a non-zero code: \\d+)(?:: .*|\"?\\s?)",
            Pattern.DOTALL);
    // of the Maven plugin, which quotes what the engine said: "Unable to build image [app:1] : "The command …"  ["…" ]"
    private static final Pattern OF_MAVEN = Pattern.compile(
            "Unable to build image \\[[^\\]]{0,200}\\] : \"(.+?)\" {0,2}(?:\\[.*\\]|\\(.*\\))?\\s{0,4}",
            Pattern.DOTALL);
    private static final Pattern OF_SERVICE =
            Pattern.compile("(?:ERROR: )?Service '[^']{1,100}' failed to build ?: (.+)", Pattern.DOTALL);
    // what ends a build in another step than RUN; these have no output of their own
    private static final Pattern OTHER = Pattern.compile(
            "(?:COPY|ADD) failed: .*|Error response from daemon: .*|GetFileAttributesEx .*|.*: no such file or directory"
                    + "|(?:lstat|stat) .*|(?:open|unlinkat|mkdir|rename|symlink|link|readlink|lchown|remove) \\S.*: .*"
                    + "|cannot copy to (?:non-)?directory: .*|error creating (?:overlay|aufs|zfs) .*|pull access denied for .*|manifest for .* not found.*|.*no space left on device.*"
                    + "|invalid reference format.*|failed to .*|[Ww]hen using (?:COPY|ADD) with more than one source file.*"
                    + "|[Tt]he --\\w+ option requires BuildKit\\b.*|[Tt]he --\\w+ flag is not supported .*"
                    + "|unable to convert uid/gid chown string to host mapping: .*"
                    + "|(?:.{0,40} )?Forbidden path(?: outside the build context)?: .*"
                    + "|Source can't be an? URL for .*|No source files were specified|cannot determine filename from url: .*"
                    + "|[Uu]nknown (?:instruction|flag): .*|Error processing tar file.*"
                    + "|base name \\(.*\\) should not be blank.*|max depth exceeded"
                    // of FROM and --from, in the registry's words or those of the way there
                    + "|invalid from flag value .*|toomanyrequests: .*|unauthorized: .*|denied: .*|manifest unknown.*"
                    + "|(?:Get|Head) \"?https?://.*|error pulling image configuration: .*|error parsing HTTP .*"
                    + "|received unexpected HTTP status: .*|no matching manifest for .*|unexpected EOF"
                    + "|repository \\S+ not found.*|Tag \\S+ not found in repository .*|image operating system .*"
                    // of a layer on Windows, which another process of the engine writes
                    + "|re-exec error: exit status .*|hcsshim::\\w+.*"
                    + "|a Windows version \\S+ image is incompatible with a .* host"
                    + "|(?:.{0,40} )?Error: image \\S+ not found",
            Pattern.DOTALL);
    // what ends a build in a RUN that could not be started, in the words of 2014 to today
    private static final Pattern NOT_STARTED = Pattern.compile(
            "OCI runtime create failed: .*|oci runtime error: .*|failed to create (?:shim|shim task|task for container): .*"
                    + "|rpc error: code = \\d+ desc = \"?oci runtime error: .*"
                    + "|Cannot start container [0-9a-f]{12,64}: .*"
                    + "|Container command '.*' (?:not found or does not exist\\.|could not be invoked\\.).*"
                    + "|container [0-9a-f]{64} encountered an error during .*"
                    + "|hcsshim::CreateComputeSystem [0-9a-f]{64}: .*"
                    + "|(?:linux spec user: )?unable to find user [^\\s:]+: .*"
                    + "|cgroups: cannot find cgroup mount destination: .*"
                    + "|[Tt]he --\\w+ option requires BuildKit\\b.*",
            Pattern.DOTALL);
    // until 1.12 the last word of a build whose steps are all over
    private static final Pattern AFTER_STEPS =
            Pattern.compile("One or more build-args \\[.*\\] were not consumed, failing build\\.", Pattern.DOTALL);
    private static final Pattern RUN_FLAGS = Pattern.compile("RUN\\s+(?:--\\S+\\s+){0,8}");
    private static final Pattern QUOTING = Pattern.compile("[\\s\"'\\[\\],\\\\]+");

    private ClassicError() {}

    /**
     * What a line says of a command that failed, with other words before it only if it is this step's; {@code null}
     * where it says nothing of the kind.
     */
    static @Nullable String ofCommand(VertexNotes step, String line) {
        Matcher told = line.contains("returned a non-zero code: ") ? NON_ZERO.matcher(unquoted(line)) : null;
        if (told == null || !told.matches()) {
            return null;
        }
        String command = told.group(2);
        return told.group(1).isEmpty() || tellsOf(step, command) ? command : null;
    }

    /**
     * Whether a message about a command that failed is about this step's command: {@code RUN ["make", "all"]} is told of
     * as {@code 'make all'}. Triggers are not named, so there any command counts.
     */
    static boolean tellsOf(VertexNotes step, String line) {
        Matcher told = NON_ZERO.matcher(line);
        if (!told.matches()) {
            return false;
        }
        Matcher run = RUN_FLAGS.matcher(step.name.text());
        return !run.lookingAt()
                || bare(told.group(2)).contains(bare(step.name.text().substring(run.end())));
    }

    /** What a line says, in a step that has not printed anything, of another end than a command's, or {@code null}. */
    static @Nullable String ofStep(String line, boolean prints) {
        Matcher service = line.contains("Service '") ? OF_SERVICE.matcher(line) : null;
        String ofService = service != null && service.matches() ? service.group(1) : null;
        String message = ofService == null ? unquoted(line) : ofService;
        boolean ofCaller = ofService != null || !message.equals(line);
        if (prints) {
            return NOT_STARTED.matcher(message).matches() ? message : null;
        }
        return ofCaller || OTHER.matcher(message).matches() ? message : null;
    }

    /** Whether a line ends a build whose steps are all over. */
    static boolean isAfterSteps(String line) {
        return AFTER_STEPS.matcher(line).matches();
    }

    /** What the engine said, of a line in which the Maven plugin quotes it; any other line as it is. */
    private static String unquoted(String line) {
        Matcher quoted = line.startsWith("Unable to build image [") ? OF_MAVEN.matcher(line) : null;
        return quoted != null && quoted.matches() ? quoted.group(1).replace("\\\"", "\"") : line;
    }

    private static String bare(String command) {
        return QUOTING.matcher(command).replaceAll("");
    }
}
