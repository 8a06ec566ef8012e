package dev.misstep.log.wrapper;

import org.jspecify.annotations.Nullable;

/**
 * Reads JSON line by line, records on one line as well as records over many, in memory that does not grow with them. A
 * record is an object that is an element of an array or stands for itself, or an array that is an element of an array, whose
 * elements have their positions for keys ({@code [["1700000000000000000","text"],…]}). Tolerates a beginning in the middle: a
 * log's lines are read from anywhere.
 */
final class JsonScanner {
    /** How deep objects and arrays are told apart. */
    private static final int MAX_DEPTH = 64;

    private static final int ESCAPE_DIGITS = 4;

    /** The keys of the first elements of an array that is a record; what has more is none. */
    private static final String POSITIONS = "0123";

    /** Hears of records and what is in them. */
    interface Listener extends JsonPath.Uses {
        void begins();

        /** A string or the text of a number, where something is taken from its path. */
        void value(JsonPath path, String value);

        void ends();
    }

    private final Listener listener;
    private final JsonPath root;
    private final boolean[] isObject = new boolean[MAX_DEPTH];
    private final boolean[] isRecord = new boolean[MAX_DEPTH];
    private final @Nullable JsonPath[] paths = new JsonPath[MAX_DEPTH];
    /** How many elements an array that is a record has so far. */
    private final int[] elements = new int[MAX_DEPTH];

    private int depth;
    /** Levels beyond those kept. */
    private int deeper;
    /** Where the value that follows stands, once its key was read. */
    private @Nullable JsonPath valuePath;

    private boolean keyRead;
    private boolean valueRead;

    JsonScanner(JsonPath root, Listener listener) {
        this.root = root;
        this.listener = listener;
    }

    /** Whether no object or array is open. */
    boolean idle() {
        return depth == 0 && !keyRead;
    }

    /** Whether an object is open, and in it nothing else. */
    boolean withinObject() {
        return depth > 0 && deeper == 0 && isObject[depth - 1];
    }

    /** Forgets what was begun. */
    void reset() {
        depth = 0;
        deeper = 0;
        keyRead = false;
        valueRead = false;
        valuePath = null;
    }

    /** Reads a line; false where it is no JSON, or is cut off within a value. */
    boolean line(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r') {
                i++;
                continue;
            }
            i = token(text, i, c);
            if (i < 0) {
                return false;
            }
        }
        return true;
    }

    private int token(String text, int at, char c) {
        switch (c) {
            case '{', '[' -> {
                return beginsValue() && open(c == '{') ? at + 1 : -1;
            }
            case '}', ']' -> {
                return !keyRead && close(c == '}') ? at + 1 : -1;
            }
            case ',' -> {
                boolean between = valueRead || depth == 0;
                valueRead = false;
                return between && !keyRead ? at + 1 : -1;
            }
            case '"' -> {
                return string(text, at + 1);
            }
            default -> {
                return c == ':' && deeper > 0 ? at + 1 : literal(text, at, c);
            }
        }
    }

    /** Whether a value may stand here. */
    private boolean beginsValue() {
        boolean member = depth > 0 && isObject[depth - 1] && deeper == 0;
        return member ? keyRead : keyRead || !valueRead || depth == 0;
    }

    private boolean open(boolean object) {
        valueRead = false;
        if (deeper > 0 || depth == MAX_DEPTH) {
            deeper++;
            keyRead = false;
            return true;
        }
        JsonPath path = keyRead ? valuePath : depth == 0 ? root : null;
        boolean element = depth > 0 && !isObject[depth - 1];
        boolean record = !keyRead && (object || (element && !isRecord[depth - 1]));
        isObject[depth] = object;
        isRecord[depth] = record;
        elements[depth] = 0;
        if (record) {
            paths[depth] = root;
            listener.begins();
        } else {
            paths[depth] = object || path == null
                    ? path
                    : path.child(JsonPath.ELEMENT, 0, JsonPath.ELEMENT.length(), listener);
        }
        depth++;
        keyRead = false;
        return true;
    }

    private boolean close(boolean object) {
        valueRead = true;
        if (deeper > 0) {
            deeper--;
            return true;
        }
        if (depth == 0) {
            return true; // what began before the first line read
        }
        depth--;
        if (isObject[depth] != object) {
            return false;
        }
        if (isRecord[depth]) {
            listener.ends();
        }
        return true;
    }

    private int string(String text, int from) {
        int end = from;
        boolean escaped = false;
        while (true) {
            end = text.indexOf('"', end);
            if (end < 0) {
                return -1;
            }
            int slashes = 0;
            while (text.charAt(end - 1 - slashes) == '\\') {
                slashes++;
            }
            if (slashes % 2 == 0) {
                break;
            }
            escaped = true;
            end++;
        }
        if (deeper > 0) {
            return end + 1;
        }
        int next = end + 1;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        boolean named = next < text.length() && text.charAt(next) == ':';
        if (named) {
            if (keyRead || (depth > 0 && (!isObject[depth - 1] || valueRead))) {
                return -1;
            }
            keyRead = true;
            JsonPath parent = depth == 0 ? root : paths[depth - 1];
            valuePath = parent == null ? null : parent.child(text, from, end, listener);
            return next + 1;
        }
        if (!beginsValue()) {
            return -1;
        }
        JsonPath path = pathOfValue();
        if (path != null && path.use != 0) {
            boolean any = escaped || text.substring(from, end).indexOf('\\') >= 0;
            listener.value(path, any ? unescaped(text, from, end) : text.substring(from, end));
        }
        keyRead = false;
        valueRead = true;
        return end + 1;
    }

    private @Nullable JsonPath pathOfValue() {
        if (keyRead) {
            return valuePath;
        }
        if (depth > 0 && isRecord[depth - 1] && !isObject[depth - 1]) {
            int position = elements[depth - 1]++;
            return position < POSITIONS.length() ? root.child(POSITIONS, position, position + 1, listener) : null;
        }
        return depth == 0 ? null : paths[depth - 1];
    }

    private int literal(String text, int at, char c) {
        int end = at;
        while (end < text.length() && isLiteral(text.charAt(end))) {
            end++;
        }
        boolean number = c == '-' || (c >= '0' && c <= '9');
        boolean word = !number
                && ((end - at == 4 && (text.startsWith("true", at) || text.startsWith("null", at)))
                        || (end - at == 5 && text.startsWith("false", at)));
        if (end == at || !(number || word) || !beginsValue()) {
            return -1;
        }
        if (depth == 0 && !keyRead) {
            return -1; // "12 packages": a number alone is no record
        }
        JsonPath path = pathOfValue();
        if (path != null && path.use != 0 && deeper == 0) {
            listener.value(path, text.substring(at, end));
        }
        keyRead = false;
        valueRead = true;
        return end;
    }

    private static boolean isLiteral(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
    }

    private static String unescaped(String text, int from, int end) {
        StringBuilder plain = new StringBuilder(end - from);
        int i = from;
        while (i < end) {
            char c = text.charAt(i++);
            if (c != '\\' || i == end) {
                plain.append(c);
                continue;
            }
            char escape = text.charAt(i++);
            switch (escape) {
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'u' -> {
                    int code = i + ESCAPE_DIGITS <= end ? hex(text, i) : -1;
                    if (code >= 0) {
                        plain.append((char) code);
                        i += ESCAPE_DIGITS;
                    } else {
                        plain.append("\\u");
                    }
                }
                default -> plain.append(escape);
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int from) {
        int value = 0;
        for (int i = from; i < from + ESCAPE_DIGITS; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
