package dev.pulse.core.condition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an expression into tokens, and lets through only those of our language: JEXL knows many
 * more. Also bounds how deep the parser has to go. Confine to one thread.
 *
 * <p>What it hands on has the length of what it got, so that the parser's columns are ours.
 */
final class Scanner {
  private static final int MOST_PARENTHESES = 30;
  private static final int MOST_SIGNS = 5;
  private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n]+");
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+(?:\\.[A-Za-z_][A-Za-z0-9_]*+)*+");
  private static final Pattern NUMBER =
      Pattern.compile("(?:0|[1-9]\\d*+)(?:\\.\\d++)?+(?:[eE][+-]?\\d{1,3})?+");
  private static final Pattern TEXT =
      Pattern.compile("'(?:[^'\\\\\\r\\n]|\\\\.)*+'|\"(?:[^\"\\\\\\r\\n]|\\\\.)*+\"");
  private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|&&|\\|\\||[<>+\\-*/%!]");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(['\"\\\\])");

  /** Pairs of our operators that are one token of JEXL. */
  private static final Set<String> MISREAD =
      Set.of("//", "/*", "--", "++", "->", "<<", ">>", "**", "==>", "<>");

  private static final Set<String> SIGNS = Set.of("!", "-", "+", "not");

  /** Words that stand before a parenthesis without being called. */
  private static final Set<String> JOINTS = Set.of("and", "or", "not", "contains");

  /** Operators of JEXL that are words; it refuses its other keywords by itself. */
  private static final Set<String> FOREIGN = Set.of("div", "mod");

  private static final String CONTAINS = "contains";

  /** What is read as "contains" in the tree; nobody can write it himself. */
  private static final String CONTAINS_TO_JEXL = "=~      ";

  private final String source;
  private final Dialect dialect;
  private final StringBuilder rewritten = new StringBuilder();
  private final Deque<String> texts = new ArrayDeque<>();
  private final List<Integer> open = new ArrayList<>();
  private int at;
  private int signs;

  private Scanner(String source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  /**
   * What was found to be made of allowed tokens only.
   *
   * @param forJexl the expression as the parser is to read it
   * @param texts the literal texts in their order, unescaped by our rule
   */
  record Scanned(String forJexl, Collection<String> texts) {}

  /**
   * Scans an expression.
   *
   * @throws IllegalArgumentException with line and column, when something is not allowed
   */
  static Scanned scan(String source, Dialect dialect) {
    return new Scanner(source, dialect).scan();
  }

  /** A syntax error at a place. */
  static IllegalArgumentException error(int line, int column, String message) {
    return new IllegalArgumentException("line " + line + ", column " + column + ": " + message);
  }

  private Scanned scan() {
    while (at < source.length()) {
      next();
    }
    if (!open.isEmpty()) {
      at = open.get(open.size() - 1);
      throw error("this parenthesis is not closed");
    }
    if (rewritten.toString().isBlank()) {
      throw error("there is nothing; allowed: " + dialect.allowed);
    }
    return new Scanned(rewritten.toString(), texts);
  }

  private void next() {
    char first = source.charAt(at);
    if (first == '(' || first == ')') {
      parenthesis(first);
    } else if (first == ',' && !open.isEmpty()) {
      token(",");
    } else if (first == '\'' || first == '"') {
      text();
    } else {
      var token = match(BLANK);
      if (token != null) {
        keep(token, " ".repeat(token.length()));
        return;
      }
      token = match(WORD);
      if (token != null) {
        word(token);
        return;
      }
      token = match(NUMBER);
      if (token != null) {
        number(token);
        return;
      }
      operator();
    }
  }

  private void parenthesis(char which) {
    if (which == '(') {
      if (open.size() == MOST_PARENTHESES) {
        throw error("more than " + MOST_PARENTHESES + " parentheses inside each other");
      }
      open.add(at);
    } else if (open.isEmpty()) {
      throw error("\")\" closes nothing");
    } else {
      open.remove(open.size() - 1);
    }
    token(String.valueOf(which));
  }

  private void text() {
    var token = match(TEXT);
    if (token == null) {
      throw error("the text that begins here does not end on this line");
    }
    texts.add(unescaped(token.substring(1, token.length() - 1)));
    token(token);
  }

  /** A backslash protects a quote or a backslash; before anything else it is a character. */
  private static String unescaped(String text) {
    return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(match.group(1)));
  }

  private void word(String token) {
    if (token.equals(CONTAINS)) {
      keep(token, CONTAINS_TO_JEXL);
      signs = 0;
      return;
    }
    if (FOREIGN.contains(token)) {
      throw error("\"" + token + "\" is not allowed; allowed: " + dialect.allowed);
    }
    boolean called = source.substring(at + token.length()).stripLeading().startsWith("(");
    if (called && !JOINTS.contains(token) && !Functions.NAMES.contains(token)) {
      throw error(
          "\""
              + Values.cut(token, Values.LONGEST_SHOWN)
              + "\" is not a function; allowed: "
              + String.join(", ", Functions.NAMES));
    }
    token(token);
  }

  private void number(String token) {
    int end = at + token.length();
    if (end < source.length() && (isWordPart(source.charAt(end)) || source.charAt(end) == '.')) {
      throw error("not a number; numbers are written like 500, 0.25 or 1e6");
    }
    token(token);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private void operator() {
    var token = match(OPERATOR);
    if (token == null) {
      throw error(refusal());
    }
    var pair = source.substring(at, Math.min(source.length(), at + 2));
    if (MISREAD.contains(pair)) {
      throw error("\"" + pair + "\" is not an operator; if two are meant, put a blank between");
    }
    token(token);
  }

  private String refusal() {
    int c = source.codePointAt(at);
    var found = Values.cut(Character.toString(c), 1);
    return switch (c) {
      case '=' -> "\"=\" is not an operator; \"==\" compares";
      case '&' -> "\"&\" is not an operator; allowed: \"&&\" or \"and\"";
      case '|' -> "\"|\" is not an operator; allowed: \"||\" or \"or\"";
      case '.' -> "methods and fields cannot be reached; a dot stands inside a name only";
      default -> "\"" + found + "\" is not allowed; allowed: " + dialect.allowed;
    };
  }

  private void token(String token) {
    signs = SIGNS.contains(token) ? signs + 1 : 0;
    if (signs > MOST_SIGNS) {
      throw error("more than " + MOST_SIGNS + " signs in a row");
    }
    keep(token, token);
  }

  private void keep(String token, String forJexl) {
    rewritten.append(forJexl);
    at += token.length();
  }

  private @Nullable String match(Pattern pattern) {
    var matcher = pattern.matcher(source).region(at, source.length());
    return matcher.lookingAt() ? matcher.group() : null;
  }

  private IllegalArgumentException error(String message) {
    var before = source.substring(0, Math.min(at, source.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return error(line, before.length() - before.lastIndexOf('\n'), message);
  }
}
