package dev.pulse.samples.server.web;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;

/**
 * What an extension adds its routes to. Paths begin with a slash and are below the place where the
 * extension is mounted; {@code {name}} stands for one segment. A {@code GET} route answers {@code
 * HEAD} as well; a known path with another method is answered 405, everything else 404.
 *
 * <p>Where a mounted extension has a route {@code /}, its address ends in a slash ({@code
 * /uptime-guard/}) and the address without is redirected there, so that a page can use relative
 * links wherever it is mounted.
 *
 * <p>Where the server has tokens, routes that write need the role {@link Role#OPERATOR}, and a
 * {@link WriteListener} is told of each request; a handler that needs to know who it is, or more
 * than that, asks {@link Request#principal}.
 *
 * <p>Confine to the thread that calls {@link ServerExtension#install}.
 */
public interface Routes {
  /** Where the extension is mounted: empty at the root, otherwise such as {@code /uptime-guard}. */
  String mount();

  /** Where the meters go that {@code /metrics} shows. */
  MeterRegistry meters();

  /** Limits what strangers guess, for extensions that have tokens of their own. */
  Guesses guesses();

  /**
   * Adds a route that reads.
   *
   * @throws IllegalArgumentException when the path is malformed, or has a route already
   */
  Routes get(String path, Handler handler);

  /**
   * Adds a {@code POST} route that only reads: a question that is too large for an address. Needs
   * the role {@link Role#VIEWER}, as one that is read with {@code GET} does.
   */
  Routes ask(String path, Handler handler);

  /** Adds a route that writes. */
  Routes post(String path, Handler handler);

  /**
   * Adds a {@code POST} route by which programs report something, with a token that is none of the
   * server's: the handler checks it, and whoever has no other one may come in. What they write is
   * told to no {@link WriteListener}, because no person did it.
   */
  Routes report(String path, Handler handler);

  /** Adds a route that writes. */
  Routes put(String path, Handler handler);

  /** Adds a route that writes. */
  Routes patch(String path, Handler handler);

  /** Adds a route that writes. */
  Routes delete(String path, Handler handler);

  /**
   * Adds a file from the class path, read once, at the start: a page, a script, a style sheet, an
   * image. Pages get a content security policy that allows only files of this server, and nothing
   * inline.
   *
   * @param anchor a class beside which the file lies
   * @param resource the name of the file; its ending decides the content type: html, css, js, json,
   *     svg, png, ico
   * @throws IllegalArgumentException when there is no such file
   */
  Routes asset(String path, Class<?> anchor, String resource);

  /**
   * Adds to the server's description of its REST API what a file says of the routes of this
   * extension. It is an OpenAPI document of the version of the server's own, and has {@code paths},
   * which are relative to where the extension is mounted, and {@code components}. References lead
   * to its own components, or to those of the server's document, such as {@code
   * #/components/schemas/Problem} and {@code #/components/responses/Invalid}; what it defines
   * itself may have the name of another component only if it is the same. Of an extension that is
   * mounted twice the operations have their {@code operationId} at the first place alone.
   *
   * <p>A file that says what is not so stops the start: a route that this extension has not added,
   * a reference that leads nowhere, a name that means two things. Where the server has no
   * description, the file is not read.
   *
   * @param anchor a class beside which the file lies
   * @param resource the name of the file
   */
  Routes describe(Class<?> anchor, String resource);

  /**
   * Serves the description of the server's REST API: a file, and what extensions {@link #describe}.
   * Once in a server. The file may tell of every route of the server, and is judged as theirs are.
   *
   * @param base what the paths of the file are below: empty for the root, otherwise such as {@code
   *     /ops/pulse}
   * @param anchor a class beside which the file lies
   * @param resource the name of the file
   * @throws IllegalArgumentException when there is a description already
   */
  Routes description(String path, String base, Class<?> anchor, String resource);

  /**
   * Adds a page to the dashboard. Its files are served below {@code /dashboard/} and its name, to
   * everybody: there is nothing secret in them. Where the server has no dashboard, that is all.
   *
   * @throws IllegalArgumentException when one of its files is not there, or another page has its
   *     name
   */
  Routes page(DashboardPage page);

  /**
   * The pages of all extensions, in the order in which they were added; complete when requests are
   * answered. For the dashboard, which shows them.
   */
  List<MountedPage> pages();

  /**
   * Says how errors look below this mount, also those of the server itself: unknown path, wrong
   * method, body too large, missing token, foreign origin. Default: {@code
   * application/problem+json}.
   */
  Routes errors(ErrorRenderer renderer);

  /**
   * Lets pages of other origins ask what is below this mount, and read the answers; default: none,
   * so that a request with the {@code Origin} of another host is refused. Their browsers are also
   * answered what they ask beforehand ({@code OPTIONS}). The closest mount above a path that says
   * something decides.
   *
   * @param origins such as {@code https://shop.example}; {@code *} stands for every one
   * @throws IllegalArgumentException when one has another form
   */
  Routes origins(Collection<String> origins);

  /**
   * Has something closed when the server stops, before connections are: a listener to remove, a
   * thread to end. Closed in the reverse order; what one throws is logged.
   */
  Routes closing(AutoCloseable resource);
}
