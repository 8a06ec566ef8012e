package dev.misstep.log.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a source told: texts by their names, layouts, and remarks as {@code member: message}. */
final class Heard implements Members {
    final Map<String, String> texts = new LinkedHashMap<>();
    final List<String> layouts = new ArrayList<>();
    final List<String> remarks = new ArrayList<>();

    static Heard of(String name, byte[] bytes) throws IOException {
        return of(name, bytes, Limits.DEFAULT);
    }

    static Heard of(String name, byte[] bytes, Limits limits) throws IOException {
        return of(name, new ByteArrayInputStream(bytes), limits);
    }

    static Heard of(String name, InputStream in, Limits limits) throws IOException {
        Heard heard = new Heard();
        LogSource.read(name, in, limits, heard);
        return heard;
    }

    @Override
    public void text(String name, boolean archived, InputStream content) throws IOException {
        texts.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void layout(String name, OciLayout layout) {
        layouts.add(name);
    }

    @Override
    public void remark(Remark remark) {
        remarks.add(remark.member() + ": " + remark.message());
    }
}
