package dev.misstep.log.wrapper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Windows PowerShell makes of a program's standard error where it is redirected ({@code docker build . 2>&1 | Out-File},
 * {@code *>}): the first line becomes an error with a header around it, and long lines are wrapped at the console's width.
 *
 * <pre>
 * docker : #0 building with "default" instance using docker driver
 * At line:1 char:1
 * + docker build . 2>&1 | Out-File log.txt
 * + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
 *     + CategoryInfo          : NotSpecified: (#0 building wit...g docker driver:String) [], RemoteException
 *     + FullyQualifiedErrorId : NativeCommandError
 * </pre>
 */
final class PowerShell implements Decoration {
    /** How wide a console is made if nobody says so; its last column stays free. */
    private static final int USUAL_WIDTH = 119;

    @Override
    public @Nullable Found seenIn(Excerpt excerpt) {
        PowerShellHeader header = new PowerShellHeader();
        boolean found = false;
        int told = 0;
        for (String line : excerpt.lines()) {
            if (header.accept(line) == PowerShellHeader.Verdict.ENDS) {
                found = true;
                told = Math.max(told, header.width());
                header.forget();
            }
        }
        if (!found) {
            return null;
        }
        int width = width(excerpt.lines(), told);
        int ofMessages = told > 0 ? told : width > 0 ? width : USUAL_WIDTH;
        return new Found("powershell", Writer.TRANSPORT, true, () -> new PowerShellUnwrapper(width, ofMessages));
    }

    /**
     * The width at which the builder's lines are wrapped; 0 where they are not, as those of standard output, or where
     * none is certain.
     *
     * @param told the console's width by a header, or 0
     */
    private static int width(List<String> lines, int told) {
        int longest = 0;
        int longestWrapped = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (PowerShellUnwrapper.isNumbered(lines.get(i))) {
                longest = Math.max(longest, lines.get(i).length());
            }
            if (goesOn(lines, i)) {
                longestWrapped = Math.max(
                        longestWrapped,
                        Math.max(lines.get(i - 1).length(), lines.get(i).length()));
            }
        }
        for (int width : new int[] {told, USUAL_WIDTH, Math.max(longest, longestWrapped)}) {
            int wrapped = wrapped(lines, width);
            int others = others(lines, width);
            // a header shows the width; other lines do if they are many, as text that a tool overwrites goes on bare
            // too
            boolean certain = width == told ? others <= wrapped : wrapped > 0 && others * 4 <= wrapped;
            if (width > 0 && longest <= width && certain) {
                return width;
            }
        }
        return 0;
    }

    /** How many lines seem to be wrapped at that width. */
    private static int wrapped(List<String> lines, int width) {
        int count = 0;
        for (int i = 1; i < lines.size(); i++) {
            boolean full = goesOn(lines, i) && PowerShellUnwrapper.isFull(lines.get(i - 1), lines.get(i), width);
            count += full ? 1 : 0;
        }
        return count;
    }

    /** How many more seem to be, and are not. */
    private static int others(List<String> lines, int width) {
        int count = 0;
        for (int i = 1; i < lines.size(); i++) {
            count += goesOn(lines, i) ? 1 : 0;
        }
        return count - wrapped(lines, width);
    }

    private static boolean goesOn(List<String> lines, int at) {
        return at > 0
                && PowerShellUnwrapper.isNumbered(lines.get(at - 1))
                && PowerShellUnwrapper.mayGoOn(lines.get(at));
    }
}
