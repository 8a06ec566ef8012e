package dev.misstep.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Explainer;
import dev.misstep.log.SavedLogs;
import dev.misstep.report.JsonReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What must hold for any bytes that are read as a log. */
final class ReadTwice {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadTwice() {}

    /** Reads them at once, in pieces and cut off; what was read must make sense, and a report. */
    static void check(byte[] log) throws IOException {
        List<Build> builds =
                SavedLogs.read("log", new ByteArrayInputStream(log)).builds();
        List<Build> again =
                SavedLogs.read("log", pieces(log, 1 + log.length % 13)).builds();
        require(builds.equals(again), () -> "another result in pieces: " + builds + "\n" + again);
        SavedLogs.read("log", new ByteArrayInputStream(log, 0, log.length * 2 / 3));
        for (int i = 0; i < builds.size(); i++) {
            require(i == 0 || !builds.get(i).id().equals(builds.get(i - 1).id()), () -> "one id for two builds");
            makesSense(builds.get(i));
        }
        if (!builds.isEmpty()) {
            ByteArrayOutputStream report = new ByteArrayOutputStream();
            JsonReport.write(Explainer.explain(builds), report);
            require(JSON.readTree(report.toByteArray()).isObject(), () -> "no report");
        }
    }

    private static void makesSense(Build build) {
        Set<String> ids = new HashSet<>();
        build.vertices().forEach(vertex -> require(ids.add(vertex.id()), () -> "two vertices " + vertex.id()));
        for (Vertex vertex : build.vertices()) {
            require(vertex.seconds() == null || Double.isFinite(vertex.seconds()), () -> "endless: " + vertex);
            require(ids.containsAll(vertex.inputs()), () -> "builds on what is not there: " + vertex);
        }
    }

    private static InputStream pieces(byte[] bytes, int most) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(most, length));
            }
        };
    }

    /** Words cost more than what they are about, so they are made only where they are needed. */
    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
