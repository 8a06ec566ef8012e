package dev.misstep.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.misstep.context.FileChange;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that JSON reports are made of. Absent facts are {@code null}. */
final class JsonFields {
    /** A surrogate without its other half: a log in JSON can spell one, UTF-8 cannot. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("[\\p{Cs}]");

    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;

    JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /** What writes the one value of a document. */
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /** A document in UTF-8, indented by two spaces, with a line feed at its end. The stream is flushed and stays open. */
    static void document(OutputStream out, Content content) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(printer());
            content.writeTo(json);
            json.writeRaw('\n');
        }
        out.flush();
    }

    /** The same on one line. */
    static void line(OutputStream out, Content content) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            content.writeTo(json);
            json.writeRaw('\n');
        }
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withArrayEmptySeparator("")
                        .withObjectEmptySeparator("")
                        .withRootSeparator(""))
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    /** A text of which the empty one means that it is not known. */
    void given(String name, String value) throws IOException {
        text(name, value.isEmpty() ? null : value);
    }

    void files(List<FileChange> files) throws IOException {
        json.writeArrayFieldStart("files");
        for (FileChange file : files) {
            json.writeStartObject();
            text("path", file.path());
            text("change", file.change().label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void text(String field, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, wellFormed(value));
        }
    }

    void texts(String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(wellFormed(value));
        }
        json.writeEndArray();
    }

    /** Lines count from 1; a live build has none. */
    void line(long value) throws IOException {
        if (value == 0) {
            json.writeNullField("line");
        } else {
            json.writeNumberField("line", value);
        }
    }

    void whole(String field, @Nullable Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, value);
        }
    }

    void decimal(String field, @Nullable Double value) throws IOException {
        if (value == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, thousandths(value));
        }
    }

    /** One to three decimals, never an exponent: {@code 0.30000000000000004} is {@code 0.3}, {@code 40} is {@code 40.0}. */
    static BigDecimal thousandths(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded;
    }

    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }
}
