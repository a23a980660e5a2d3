import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Puts the verdict of Pattern.compile before each line of the standard input, which ends in a pattern as a JSON string
 * in ASCII. A pattern that is too deep for the stack, which depends on the machine, is left out.
 */
class Verdicts {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null;) {
            String json = line.substring(line.indexOf('"') + 1, line.length() - 1);
            String verdict = verdict(ESCAPE.matcher(json).replaceAll(Verdicts::unescape));
            (verdict.equals("too deep") ? System.err : System.out).println(verdict + "\t" + line);
        }
    }

    private static String verdict(String pattern) {
        try {
            Pattern.compile(pattern);
            return "accepted";
        } catch (PatternSyntaxException refusal) {
            return refusal.getDescription().startsWith("Stack overflow") ? "too deep" : "rejected";
        }
    }

    /** The only escapes are four hexadecimal digits, and a quotation mark or backslash as it is. */
    private static String unescape(MatchResult escape) {
        String hex = escape.group(1);
        String text = hex == null ? escape.group(2) : String.valueOf((char) Integer.parseInt(hex, 16));
        return Matcher.quoteReplacement(text);
    }
}
