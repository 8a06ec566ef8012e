package dev.misstep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.misstep.build.Build;
import dev.misstep.build.Clock;
import dev.misstep.build.Span;
import dev.misstep.build.Vertex;
import dev.misstep.explain.Analysis;
import dev.misstep.explain.Miss;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When vertices worked, as Chrome's trace events, for Perfetto and chrome://tracing: a process for each build, and as many
 * lanes as vertices worked at a time. Builds without a clock are left out, as it is not known when they did anything.
 */
public final class TraceReport {
    private static final double MICROSECONDS = 1e6;

    private final Analysis analysis;
    private final JsonGenerator json;
    private final JsonFields fields;

    private TraceReport(Analysis analysis, JsonGenerator json) {
        this.analysis = analysis;
        this.json = json;
        this.fields = new JsonFields(json);
    }

    /** Writes the events in UTF-8. The stream is flushed and stays open. */
    public static void write(Analysis analysis, OutputStream out) throws IOException {
        JsonFields.document(out, json -> new TraceReport(analysis, json).document());
    }

    /** A vertex in one stretch of its work. */
    private record Work(Vertex vertex, double start, double end) {}

    private void document() throws IOException {
        Map<String, List<Miss>> misses = analysis.missesByBuild();
        json.writeStartObject();
        fields.text("displayTimeUnit", "ms");
        json.writeArrayFieldStart("traceEvents");
        int process = 0;
        for (Analysis.Analysed analysed : analysis.builds()) {
            Build build = analysed.build();
            process++;
            if (build.clock() != Clock.NONE) {
                Map<String, Miss> byVertex = new HashMap<>();
                misses.getOrDefault(build.id(), List.of()).forEach(miss -> byVertex.put(miss.vertex(), miss));
                build(build, process, byVertex);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void build(Build build, int process, Map<String, Miss> misses) throws IOException {
        name("process_name", Words.run(build.id()) + " · " + Series.source(build), process, 0);
        List<Double> lanes = new ArrayList<>(); // when each is free again
        for (Work work : work(build)) {
            int lane = 0;
            while (lane < lanes.size() && lanes.get(lane) > work.start()) {
                lane++;
            }
            if (lane == lanes.size()) {
                lanes.add(0.0);
                name("thread_name", "lane " + (lane + 1), process, lane + 1);
            }
            lanes.set(lane, work.end());
            event(work, process, lane + 1, misses.get(work.vertex().id()));
        }
    }

    private static List<Work> work(Build build) {
        List<Work> all = new ArrayList<>();
        for (Vertex vertex : build.vertices()) {
            Double start = vertex.start();
            Double seconds = vertex.seconds();
            if (!vertex.spans().isEmpty()) {
                for (Span span : vertex.spans()) {
                    all.add(new Work(vertex, Math.max(0, span.start()), Math.max(0, span.end())));
                }
            } else if (start != null && seconds != null) {
                all.add(new Work(vertex, Math.max(0, start), Math.max(0, start) + seconds));
            }
        }
        all.sort(Comparator.comparingDouble(Work::start).thenComparing(Work::end));
        return all;
    }

    private void name(String what, String name, int process, int thread) throws IOException {
        json.writeStartObject();
        fields.text("name", what);
        fields.text("ph", "M");
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        fields.text("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void event(Work work, int process, int thread, @Nullable Miss miss) throws IOException {
        Vertex vertex = work.vertex();
        json.writeStartObject();
        fields.text("name", SafeText.oneLine(vertex.name().text()));
        fields.text("cat", vertex.step() ? "step" : "overhead");
        fields.text("ph", "X");
        json.writeNumberField("ts", Math.round(work.start() * MICROSECONDS));
        json.writeNumberField("dur", Math.round(work.end() * MICROSECONDS) - Math.round(work.start() * MICROSECONDS));
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        fields.text("status", vertex.status().label());
        fields.text("vertex", vertex.id());
        if (miss != null) {
            fields.text("role", miss.role().label());
            fields.text("cause", miss.cause().label());
            fields.text("certainty", miss.certainty().label());
            fields.text("detail", SafeText.oneLine(miss.detail()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
