package dev.pulse.core.condition;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;

import dev.pulse.core.condition.Node.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlInfo;
import org.apache.commons.jexl3.parser.ASTAddNode;
import org.apache.commons.jexl3.parser.ASTAndNode;
import org.apache.commons.jexl3.parser.ASTArguments;
import org.apache.commons.jexl3.parser.ASTDivNode;
import org.apache.commons.jexl3.parser.ASTEQNode;
import org.apache.commons.jexl3.parser.ASTERNode;
import org.apache.commons.jexl3.parser.ASTFalseNode;
import org.apache.commons.jexl3.parser.ASTFunctionNode;
import org.apache.commons.jexl3.parser.ASTGENode;
import org.apache.commons.jexl3.parser.ASTGTNode;
import org.apache.commons.jexl3.parser.ASTIdentifier;
import org.apache.commons.jexl3.parser.ASTIdentifierAccess;
import org.apache.commons.jexl3.parser.ASTJexlScript;
import org.apache.commons.jexl3.parser.ASTLENode;
import org.apache.commons.jexl3.parser.ASTLTNode;
import org.apache.commons.jexl3.parser.ASTModNode;
import org.apache.commons.jexl3.parser.ASTMulNode;
import org.apache.commons.jexl3.parser.ASTNENode;
import org.apache.commons.jexl3.parser.ASTNotNode;
import org.apache.commons.jexl3.parser.ASTNullLiteral;
import org.apache.commons.jexl3.parser.ASTNumberLiteral;
import org.apache.commons.jexl3.parser.ASTOrNode;
import org.apache.commons.jexl3.parser.ASTReference;
import org.apache.commons.jexl3.parser.ASTReferenceExpression;
import org.apache.commons.jexl3.parser.ASTStringLiteral;
import org.apache.commons.jexl3.parser.ASTSubNode;
import org.apache.commons.jexl3.parser.ASTTrueNode;
import org.apache.commons.jexl3.parser.ASTUnaryMinusNode;
import org.apache.commons.jexl3.parser.ASTUnaryPlusNode;
import org.apache.commons.jexl3.parser.JexlNode;
import org.apache.commons.jexl3.parser.Parser;

/**
 * Turns JEXL's syntax tree into nodes of ours. A kind of tree node that is not in the table does
 * not exist here, and of JEXL only the parser ever runs. Confine to one thread.
 */
final class Grammar {
  private static final double LARGEST_EXACT = 1L << 53;

  /** Each level takes stack, to read and to evaluate, and some threads have little of it. */
  private static final int MOST_LEVELS = 250;

  /**
   * What each kind of tree node means; by the exact class, because some have dangerous children.
   */
  private static final Map<Class<?>, Reader> ALLOWED =
      Map.ofEntries(
          entry(ASTReferenceExpression.class, (g, n) -> g.read(n.jjtGetChild(0))),
          entry(ASTAndNode.class, (g, n) -> g.junction(n, false)),
          entry(ASTOrNode.class, (g, n) -> g.junction(n, true)),
          entry(ASTNotNode.class, Grammar::not),
          entry(ASTEQNode.class, (g, n) -> g.equality(n, true)),
          entry(ASTNENode.class, (g, n) -> g.equality(n, false)),
          entry(ASTLTNode.class, (g, n) -> g.order(n, sign -> sign < 0)),
          entry(ASTLENode.class, (g, n) -> g.order(n, sign -> sign <= 0)),
          entry(ASTGTNode.class, (g, n) -> g.order(n, sign -> sign > 0)),
          entry(ASTGENode.class, (g, n) -> g.order(n, sign -> sign >= 0)),
          entry(ASTERNode.class, Grammar::contains),
          entry(ASTAddNode.class, (g, n) -> g.arithmetic(n, (a, b) -> a + b)),
          entry(ASTSubNode.class, (g, n) -> g.arithmetic(n, (a, b) -> a - b)),
          entry(ASTMulNode.class, (g, n) -> g.arithmetic(n, (a, b) -> a * b)),
          entry(ASTDivNode.class, (g, n) -> g.arithmetic(n, (a, b) -> a / b)),
          entry(ASTModNode.class, (g, n) -> g.arithmetic(n, (a, b) -> a % b)),
          entry(ASTUnaryMinusNode.class, (g, n) -> g.sign(n, -1)),
          entry(ASTUnaryPlusNode.class, (g, n) -> g.sign(n, 1)),
          entry(ASTFunctionNode.class, Grammar::call),
          entry(ASTReference.class, Grammar::dottedName),
          entry(ASTIdentifier.class, (g, n) -> g.name(n, ((ASTIdentifier) n).getName())),
          entry(ASTNumberLiteral.class, (g, n) -> g.number((ASTNumberLiteral) n)),
          entry(ASTStringLiteral.class, (g, n) -> new Node.Literal(g.texts.remove(), Kind.TEXT)),
          entry(ASTTrueNode.class, (g, n) -> new Node.Literal(true, Kind.TRUTH)),
          entry(ASTFalseNode.class, (g, n) -> new Node.Literal(false, Kind.TRUTH)),
          entry(ASTNullLiteral.class, (g, n) -> new Node.Literal(null, Kind.NOTHING)));

  private final Deque<String> texts;
  private final Vocabulary vocabulary;
  private final boolean facts;
  private int depth;

  private Grammar(Deque<String> texts, Vocabulary vocabulary) {
    this.texts = texts;
    this.vocabulary = vocabulary;
    this.facts = vocabulary.dialect() == Dialect.FACTS;
  }

  private interface Reader {
    Node read(Grammar grammar, JexlNode node);
  }

  private interface Calculation {
    double of(double left, double right);
  }

  /** What the sign of a comparison means. */
  private interface Order {
    boolean holds(int sign);
  }

  /** What stands on both sides of a comparison, and whether a "not" before it is about it. */
  private record Sides(Node left, Node right, boolean negated) {}

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with line and column, when it is not of the language
   */
  static Node read(String expression, Vocabulary vocabulary) {
    var dialect = vocabulary.dialect();
    var scanned = Scanner.scan(expression, dialect);
    var grammar = new Grammar(new ArrayDeque<>(scanned.texts()), vocabulary);
    var tree = parse(scanned.forJexl(), dialect);
    if (tree.jjtGetNumChildren() != 1) {
      throw Scanner.error(1, 1, "must be one expression");
    }
    var root = tree.jjtGetChild(0);
    return grammar.truth(root, "a condition");
  }

  private static ASTJexlScript parse(String text, Dialect dialect) {
    try {
      return new Parser(text)
          .parse(new JexlInfo("condition", 1, 1), JexlFeatures.createNone(), text, null);
    } catch (JexlException.Parsing e) {
      throw unreadable(text, e.getInfo(), e.getDetail(), dialect);
    } catch (JexlException e) {
      throw unreadable(text, e.getInfo(), "", dialect);
    } catch (RuntimeException e) {
      throw Scanner.error(1, 1, "cannot be read; allowed: " + dialect.allowed);
    }
  }

  private static IllegalArgumentException unreadable(
      String text, JexlInfo place, String found, Dialect dialect) {
    int line = Math.max(1, place.getLine());
    int column = Math.max(1, place.getColumn());
    boolean ends = !found.isEmpty() && text.stripTrailing().endsWith(found);
    var near = Values.cut(found.replace("=~", "contains"), Values.LONGEST_SHOWN);
    return Scanner.error(
        line,
        column,
        (near.isEmpty()
                ? "cannot be read from here on"
                : ends
                    ? "ends with \"" + near + "\", or something is missing before it"
                    : "cannot be read from \"" + near + "\" on")
            + "; allowed: "
            + dialect.allowed);
  }

  private Node read(JexlNode node) {
    var reader = ALLOWED.get(node.getClass());
    if (reader == null) {
      throw error(
          node, "this is not part of the language; allowed: " + vocabulary.dialect().allowed);
    }
    if (++depth > MOST_LEVELS) {
      throw error(node, "more than " + MOST_LEVELS + " operators follow each other");
    }
    var read = reader.read(this, node);
    depth--;
    return facts && !(read instanceof Node.Literal) ? new Node.Settled(read) : read;
  }

  private List<Node> children(JexlNode node) {
    var children = new ArrayList<Node>();
    for (int i = 0; i < node.jjtGetNumChildren(); i++) {
      children.add(read(node.jjtGetChild(i)));
    }
    return children;
  }

  private Node junction(JexlNode node, boolean decisive) {
    var parts = new ArrayList<Node>();
    for (int i = 0; i < node.jjtGetNumChildren(); i++) {
      parts.add(
          truth(node.jjtGetChild(i), decisive ? "each side of \"or\"" : "each side of \"and\""));
    }
    return new Node.Junction(decisive, List.copyOf(parts));
  }

  private Node not(JexlNode node) {
    return negation(truth(node.jjtGetChild(0), "what follows \"not\""));
  }

  private Node negation(Node part) {
    return new Node.Unary(
        value -> value instanceof Boolean truth ? (Boolean) !truth : facts ? true : null,
        part,
        Kind.TRUTH);
  }

  private Node truth(JexlNode node, String who) {
    var part = read(node);
    if (!facts && part.kind() != Kind.TRUTH && part.kind() != Kind.ANY) {
      throw error(node, who + " must be true or false, but is " + part.kind().words);
    }
    return part;
  }

  private Node equality(JexlNode node, boolean equal) {
    var sides = sides(node);
    var left = sides.left();
    var right = sides.right();
    if (left.kind() == Kind.NOTHING || right.kind() == Kind.NOTHING) {
      return said(sides, presence(node, left.kind() == Kind.NOTHING ? right : left, equal));
    }
    if (!facts
        && left.kind() != Kind.ANY
        && right.kind() != Kind.ANY
        && left.kind() != right.kind()) {
      throw error(node, left.kind().words + " is compared with " + right.kind().words);
    }
    requireSense(node, left, right);
    requireSense(node, right, left);
    Node.Binary.Combination same = facts ? Values::equal : Values::same;
    return said(
        sides,
        new Node.Binary(
            (a, b) -> same.apply(a, b) instanceof Boolean is ? is == equal : null,
            left,
            right,
            Kind.TRUTH));
  }

  /** A name with few values is never equal to another one; who writes that has mistyped it. */
  private void requireSense(JexlNode node, Node one, Node other) {
    if (one instanceof Node.Name name && other instanceof Node.Literal literal) {
      var values = vocabulary.values(name.name());
      if (!values.isEmpty() && !values.contains(literal.value())) {
        throw error(
            node, name.name() + " is one of " + values.stream().sorted().collect(joining(", ")));
      }
    }
  }

  private Node presence(JexlNode node, Node operand, boolean absent) {
    if (!facts && !(operand instanceof Node.Json)) {
      // Any other name without a value ends the evaluation, so the answer would always be the same.
      throw error(node, "only json(…) can be compared with null");
    }
    return new Node.Unary(
        value -> (value == null || value == Values.NOTHING) == absent, operand, Kind.TRUTH);
  }

  private Node order(JexlNode node, Order order) {
    var sides = sides(node);
    if (!facts) {
      requireNumbers(node, List.of(sides.left(), sides.right()), "only numbers have an order");
    }
    Node.Binary.Combination compared = facts ? Values::order : Values::orderOfNumbers;
    return said(
        sides,
        new Node.Binary(
            (a, b) -> compared.apply(a, b) instanceof Integer sign ? order.holds(sign) : null,
            sides.left(),
            sides.right(),
            Kind.TRUTH));
  }

  private Node arithmetic(JexlNode node, Calculation calculation) {
    if (facts) {
      throw error(node, "nothing can be calculated here; allowed: " + Dialect.FACTS.allowed);
    }
    var sides = numbers(node, "only numbers can be calculated with");
    return new Node.Binary(
        (a, b) -> {
          var left = Values.number(a);
          var right = Values.number(b);
          return (left == null || right == null)
              ? null
              : Values.finite(calculation.of(left, right));
        },
        sides.get(0),
        sides.get(1),
        Kind.NUMBER);
  }

  private Node sign(JexlNode node, double factor) {
    if (facts && !(node.jjtGetChild(0) instanceof ASTNumberLiteral)) {
      throw error(node, "a sign stands before a number that is written out");
    }
    var operand = numbers(node, "only numbers have a sign").get(0);
    return new Node.Unary(
        value -> {
          var number = Values.number(value);
          return number == null ? null : factor * number;
        },
        operand,
        Kind.NUMBER);
  }

  private List<Node> numbers(JexlNode node, String rule) {
    var operands = operands(node);
    requireNumbers(node, operands, rule);
    return operands;
  }

  private static void requireNumbers(JexlNode node, List<Node> operands, String rule) {
    for (Node operand : operands) {
      if (operand.kind() != Kind.NUMBER && operand.kind() != Kind.ANY) {
        throw error(node, rule + ", but this is " + operand.kind().words);
      }
    }
  }

  private Node contains(JexlNode node) {
    var sides = sides(node);
    var whole = sides.left();
    var part = sides.right();
    if ((whole.kind() != Kind.ANY && whole.kind() != Kind.TEXT) || part.kind() == Kind.NOTHING) {
      throw error(
          node,
          "\"contains\" looks for something in a text or a list, but here for "
              + part.kind().words
              + " in "
              + whole.kind().words);
    }
    return said(sides, new Node.Binary(Values::contains, whole, part, Kind.TRUTH));
  }

  /**
   * The sides of a comparison. JEXL lets "not" bind to what stands before it; for facts it is about
   * the comparison.
   */
  private Sides sides(JexlNode node) {
    var first = node.jjtGetChild(0);
    boolean negated = false;
    while (facts && first instanceof ASTNotNode) {
      negated = !negated;
      first = first.jjtGetChild(0);
    }
    requireParentheses(first);
    requireParentheses(node.jjtGetChild(1));
    return new Sides(read(first), read(node.jjtGetChild(1)), negated);
  }

  private Node said(Sides sides, Node comparison) {
    return sides.negated() ? negation(new Node.Settled(comparison)) : comparison;
  }

  /** The sides of an operator that binds weaker than "not", which therefore needs parentheses. */
  private List<Node> operands(JexlNode node) {
    for (int i = 0; i < node.jjtGetNumChildren(); i++) {
      requireParentheses(node.jjtGetChild(i));
    }
    return children(node);
  }

  private static void requireParentheses(JexlNode operand) {
    if (operand instanceof ASTNotNode) {
      throw error(operand, "\"not\" needs parentheses here: not (…)");
    }
  }

  private Node call(JexlNode node) {
    if (node.jjtGetNumChildren() != 2
        || !(node.jjtGetChild(0) instanceof ASTIdentifier name)
        || !(node.jjtGetChild(1) instanceof ASTArguments arguments)) {
      throw error(node, "this cannot be called");
    }
    var values = children(arguments);
    if (name.getName().equals("json") && !vocabulary.hasBody()) {
      throw error(name, "there is no body here: it is judged while a check runs, and not kept");
    }
    try {
      return Functions.call(name.getName(), values);
    } catch (IllegalArgumentException e) {
      throw error(name, name.getName() + "(…) " + e.getMessage());
    }
  }

  private Node dottedName(JexlNode node) {
    var name = new StringBuilder();
    for (int i = 0; i < node.jjtGetNumChildren(); i++) {
      var part = node.jjtGetChild(i);
      if (i == 0 && part.getClass() == ASTIdentifier.class) {
        name.append(((ASTIdentifier) part).getName());
      } else if (i > 0 && part.getClass() == ASTIdentifierAccess.class) {
        name.append('.').append(((ASTIdentifierAccess) part).getIdentifier());
      } else {
        throw error(part, "methods and fields cannot be reached");
      }
    }
    return name(node, name.toString());
  }

  private Node name(JexlNode node, String name) {
    try {
      return new Node.Name(name, vocabulary.kind(name));
    } catch (IllegalArgumentException e) {
      throw error(node, String.valueOf(e.getMessage()));
    }
  }

  private Node number(ASTNumberLiteral node) {
    Number literal = node.getLiteral();
    double value = literal == null ? Double.NaN : literal.doubleValue();
    if (!Double.isFinite(value)) {
      throw error(node, "this number is too large");
    }
    if (node.isInteger() && Math.abs(value) >= LARGEST_EXACT) {
      throw error(node, "whole numbers have at most 15 digits here; compare as a text");
    }
    return new Node.Literal(value, Kind.NUMBER);
  }

  private static IllegalArgumentException error(JexlNode node, String message) {
    return Scanner.error(Math.max(1, node.getLine()), Math.max(1, node.getColumn()), message);
  }
}
