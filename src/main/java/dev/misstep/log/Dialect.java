package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.log.wrapper.LazyPattern;
import dev.misstep.log.wrapper.LogLine;
import dev.misstep.log.wrapper.TornRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form of build log. The dialect of a build is decided by its first line, then one class parses it. */
enum Dialect {
    /** A line that begins as BuildKit's status messages do, or a brace alone where they stand over several lines. */
    RAWJSON(
            Format.RAWJSON,
            "{[",
            "\\{\\z|\\[?\\{ {0,4}\"(?:[Vv]ertexes|[Ss]tatuses|[Ll]ogs|[Ww]arnings)\" {0,4}: {0,4}(?:\\[|null\\b)") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new RawJsonParser(first.number(), listener);
        }
    },
    /** {@code #1 [internal] load build definition from Dockerfile}. */
    PLAIN(
            Format.PLAIN,
            "#",
            "#\\d{1,6} (?:\\[[^\\]]+\\] |building with \"|resolve image config for |docker-image://|transferring \\S+: "
                    + "|DONE(?: \\d+\\.\\d+s)?\\z|CACHED\\z|CANCELED\\z|ERROR: |\\d+\\.\\d* |importing cache manifest from "
                    + "|exporting |sha256:[0-9a-f]{64}|\\.\\.\\.\\z)") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new PlainParser(first.number(), listener);
        }

        /** Most lines of a log are output: {@code #12 34.56 text} is known without the pattern, which would say the same. */
        @Override
        boolean begins(String line) {
            int text = PlainLine.idLength(line) + 2;
            boolean output = text > 2 && text < line.length() && PlainLine.isOutput(line, text);
            return (output && line.charAt(text) != '-' && line.indexOf(' ', text) > 0) || super.begins(line);
        }
    },
    /** {@code Step 1/4 : FROM alpine:3.20}. */
    CLASSIC(
            Format.CLASSIC,
            "SU",
            "(?:Sending build context to Docker daemon|Uploading context) |Step \\d{1,5}(?:/\\d{1,5})? : [A-Za-z]+\\b") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new ClassicTurns(first.number(), listener);
        }
    },
    /** {@code [+] Building 12.3s (5/8)}, or a row below it. */
    TTY(Format.TTY, "", "") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new TtyParser(first.number());
        }

        @Override
        boolean begins(String line) {
            return TtyParser.begins(line);
        }
    },
    /** {@code STEP 1/4: FROM alpine:3.20}, {@code [1/2] STEP 1/3: FROM golang AS build}. */
    BUILDAH(
            Format.BUILDAH,
            "[S",
            "(?:\\[[a-z][a-z0-9]{0,19}/[^\\]\\s]{1,60}\\] )?(?:\\[\\d{1,4}/\\d{1,4}\\] )?"
                    + "STEP (?:1(?:/\\d{1,5})?: FROM|\\d{1,5}/\\d{1,5}: (?:" + InstructionWords.PATTERN + "))\\s") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new BuildahParser(first.number(), listener);
        }
    },
    /** {@code INFO[0000] Retrieving image manifest alpine:3.20}, in any of kaniko's three formats. */
    KANIKO(Format.KANIKO, "[IDWtl{\u001b", "(?:\\[\\d{1,2}m)?(?:INFO|DEBU|WARN)(?:\\[0m)?\\[|time=\"|level=|\\{\"") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new KanikoParser(first.number(), listener);
        }

        @Override
        boolean begins(String line) {
            return super.begins(line) && KanikoParser.begins(line);
        }
    },
    /** {@code {"stream":"Step 1/4 : FROM alpine"}}, {@code {"id":"moby.buildkit.trace","aux":"…"}}. */
    API(Format.ENGINE, "", "") {
        @Override
        DialectParser open(LogLine first, BuildListener listener) {
            return new ApiStreamParser(first.number(), listener);
        }

        @Override
        boolean begins(String line) {
            return ApiStreamParser.begins(line);
        }
    };

    private static final List<Dialect> ALL = List.of(values());

    final Format format;
    /** The characters that the pattern may begin with: they tell most lines apart without it. */
    private final String first;

    /** What the line begins with; the whole of it only where the pattern says so. */
    @SuppressWarnings("ImmutableEnumChecker") // whoever compiles it, it is the same
    private final LazyPattern beginning;

    Dialect(Format format, String first, String beginning) {
        this.format = format;
        this.first = first;
        this.beginning = new LazyPattern(beginning);
    }

    /** A parser for a build that begins with that line, which it has still to be given. */
    abstract DialectParser open(LogLine first, BuildListener listener);

    /** The dialect of a build that can begin with this line, or {@code null}. */
    static @Nullable Dialect beginningWith(String line) {
        for (Dialect candidate : ALL) {
            if (candidate.begins(line)) {
                return TornRecord.is(line) ? null : candidate;
            }
        }
        return null;
    }

    /** Whether lines of output stand in it as a step printed them. */
    boolean printsOutputBare() {
        return this == CLASSIC || this == BUILDAH || this == KANIKO;
    }

    /** Whether a build of this dialect can begin with this line. */
    boolean begins(String line) {
        return !line.isEmpty()
                && first.indexOf(line.charAt(0)) >= 0
                && beginning.matcher(line).lookingAt();
    }
}
