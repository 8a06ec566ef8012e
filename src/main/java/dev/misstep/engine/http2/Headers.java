package dev.misstep.engine.http2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of a header block, in order; names are in lower case and may come more than once. */
public record Headers(List<Field> fields) {
    /** One field. */
    public record Field(String name, String value) {}

    public Headers {
        fields = List.copyOf(fields);
    }

    /** Fields given as name, value, name, value. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Headers(fields);
    }

    /** These, and then others. */
    public Headers and(Headers others) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(others.fields);
        return new Headers(all);
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }

    /** All values of that name, in order; empty if there is none. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }
}
