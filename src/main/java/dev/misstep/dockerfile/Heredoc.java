package dev.misstep.dockerfile;

/**
 * A document that follows an instruction, as in {@code COPY <<EOF /etc/x}.
 *
 * @param name its terminator, without quotes
 * @param expand whether variables in it are replaced: its name was not quoted
 * @param chomp whether leading tabs are cut: {@code <<-}
 * @param content its lines, each with its line end; tabs not cut yet
 */
public record Heredoc(String name, boolean expand, boolean chomp, String content) {
    /** Whether a word announces one, as {@code <<EOF} does. */
    public static boolean isAnnouncedBy(String word) {
        return HeredocWords.is(word);
    }

    /** The content as the file will hold it, before expansion. */
    public String text() {
        return chomp ? content.replaceAll("(?m)^\\t+", "") : content;
    }
}
