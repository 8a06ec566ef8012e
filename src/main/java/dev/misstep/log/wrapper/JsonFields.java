package dev.misstep.log.wrapper;

import java.util.List;
import java.util.Set;

/**
 * What is taken from the fields of JSON records: the log's text from those in which it was found, times and writers from
 * those that are called so.
 *
 * @param texts paths of the fields that hold the text
 * @param encoded whether it is in base64, as Woodpecker's API has it
 * @param continued whether a text without a line end goes on in the next record
 */
record JsonFields(Set<String> texts, boolean encoded, boolean continued) implements JsonPath.Uses {
    static final int NOTHING = 0;
    static final int TEXT = 1;
    static final int PARTIAL = 2;
    static final int STREAM = 3;
    static final int WRITER = 4;
    /** Times, the best first: what the writer says before what those on the way do. */
    static final int TIME = 10;

    private static final List<String> TIMES = List.of(
            "timestamp",
            "time",
            "@timestamp",
            "ts",
            "_SOURCE_REALTIME_TIMESTAMP",
            "__REALTIME_TIMESTAMP",
            "datetime",
            "date",
            "created_at",
            "createdAt",
            "receiveTimestamp",
            "ingestionTime",
            "t",
            "0"); // the first element of a record that is an array: ["1700000000000000000","text"]

    /** What tells containers and streams of logs apart, not what a writer may say of each line. */
    private static final Set<String> WRITERS = Set.of(
            "pod",
            "pod_name",
            "podName",
            "container",
            "container_name",
            "containerName",
            "container_id",
            "containerId",
            "logStreamName",
            "step_id",
            "_CONTAINER_NAME",
            "CONTAINER_NAME");

    // CRI's "P" for a part of a line, and the marks of Docker's journald and fluentd drivers
    private static final Set<String> PARTIALS =
            Set.of("logtag", "partial_message", "partial_last", "CONTAINER_PARTIAL_MESSAGE");

    JsonFields {
        texts = Set.copyOf(texts);
    }

    @Override
    public int of(JsonPath path) {
        if (texts.contains(path.toString())) {
            return TEXT;
        }
        if (PARTIALS.contains(path.key)) {
            return PARTIAL;
        }
        if (path.key.equals("stream")) {
            return STREAM;
        }
        if (WRITERS.contains(path.key)) {
            return WRITER;
        }
        int time = TIMES.indexOf(path.key);
        return time < 0 ? NOTHING : TIME + time * 10 + Math.min(9, path.depth());
    }
}
