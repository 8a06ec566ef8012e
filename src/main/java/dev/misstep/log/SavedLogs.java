package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.log.source.LogSource;
import dev.misstep.log.source.Members;
import dev.misstep.log.source.OciLayout;
import dev.misstep.log.source.Remark;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads saved builds out of a log, a compressed log, an archive of logs or a {@code .dockerbuild} file. */
public final class SavedLogs {
    private final List<Build> builds = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final LineTimes times;
    private boolean full;

    private SavedLogs(LineTimes times) {
        this.times = times;
    }

    /**
     * Reads all builds, in the order of the members they lie in.
     *
     * @param source the file's name in reports
     * @param in its bytes; not closed
     * @throws IOException if the bytes cannot be read; never for what they say
     */
    public static ReadLogs read(String source, InputStream in) throws IOException {
        SavedLogs logs = new SavedLogs(LineTimes.UNKNOWN);
        LogSource.read(source, in, logs.new Reading());
        return new ReadLogs(logs.builds(), logs.remarks);
    }

    /**
     * Reads all builds of what is known to be text, whatever it begins with: nothing is unpacked.
     *
     * @param source its name in reports
     * @param in its bytes; not closed
     * @param times when its lines came
     */
    public static ReadLogs readText(String source, InputStream in, LineTimes times) throws IOException {
        SavedLogs logs = new SavedLogs(times);
        logs.new Reading().text(source, false, in);
        return new ReadLogs(logs.builds(), logs.remarks);
    }

    private void add(List<Build> read, String source) {
        for (Build build : read) {
            if (builds.size() < LogReader.MAX_BUILDS) {
                builds.add(build);
            } else if (!full) {
                full = true;
                remarks.add(new Remark(
                        source,
                        "is where the first " + LogReader.MAX_BUILDS + " builds end; those after them are left out"));
            }
        }
    }

    /** What was said of a member is said with its last build too, which it may have cut short. */
    private List<Build> builds() {
        List<Build> numbered = new ArrayList<>();
        for (int i = 0; i < builds.size(); i++) {
            Build build = builds.get(i);
            boolean last = i + 1 == builds.size() || !builds.get(i + 1).source().equals(build.source());
            List<Diagnostic> diagnostics = new ArrayList<>(build.diagnostics());
            remarks.stream()
                    .filter(remark -> last && remark.member().equals(build.source()))
                    .forEach(remark -> diagnostics.add(new Diagnostic(0, "the log " + remark.message())));
            numbered.add(build.withDiagnostics(diagnostics).withId(Integer.toString(i + 1)));
        }
        return numbered;
    }

    /** Few texts begin with a brace or a bracket; of those, more is looked at. */
    private static boolean isDocument(BufferedInputStream text) throws IOException {
        text.mark(StatusDocument.LOOKED_AT);
        int first = text.read();
        for (int i = 1; i < StatusDocument.LOOKED_AT && first >= 0 && (first <= ' ' || first > 0x7F); i++) {
            first = text.read(); // behind blanks, a byte-order mark
        }
        text.reset();
        if (first != '{' && first != '[') {
            return false;
        }
        byte[] head = text.readNBytes(StatusDocument.LOOKED_AT);
        text.reset();
        return StatusDocument.begins(head);
    }

    private final class Reading implements Members {
        @Override
        public void text(String name, boolean archived, InputStream content) throws IOException {
            int before = remarks.size();
            BufferedInputStream text = new BufferedInputStream(content);
            List<Build> read =
                    isDocument(text) ? StatusDocument.read(name, text) : LogReader.readText(name, text, times);
            add(read, name);
            if (read.isEmpty() && archived && remarks.size() == before) {
                remarks.add(new Remark(name, "holds no build that Misstep can read"));
            }
        }

        @Override
        public void layout(String name, OciLayout layout) throws IOException {
            List<String> missing = new ArrayList<>();
            List<Build> read = DockerBuildReader.read(name, layout, missing::add);
            add(read, name);
            if (!read.isEmpty()) {
                missing.stream().distinct().forEach(message -> remarks.add(new Remark(name, message)));
            } else {
                remarks.add(new Remark(name, "is an OCI image layout without a build record"));
            }
        }

        @Override
        public void remark(Remark remark) {
            remarks.add(remark);
        }
    }
}
