package dev.misstep.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.misstep.build.Blank;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The exec form of an instruction, {@code ["a", "b"]}. */
final class JsonWords {
    private JsonWords() {}

    /** Made when the first array is seen: many a Dockerfile has none, and to load what reads JSON takes a while. */
    private static final class Json {
        static final ObjectReader READER = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(JsonNode.class);
    }

    /**
     * The strings of an array; empty where the text is none, so that it is taken for the shell form.
     *
     * @throws IllegalArgumentException where it is an array that holds something else
     */
    static Optional<List<String>> of(String rest) {
        if (!Blank.trimStart(rest).startsWith("[")) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        try {
            JsonNode array = Json.READER.readTree(rest);
            for (JsonNode element : array) {
                if (!element.isTextual()) {
                    throw new IllegalArgumentException(
                            "when using JSON array syntax, arrays must be comprised of strings only");
                }
                words.add(element.textValue());
            }
        } catch (JsonProcessingException e) {
            // ['a'], ["a",]: the builder goes on with the shell form
            return Optional.empty();
        }
        return Optional.of(words);
    }
}
