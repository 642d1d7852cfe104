package dev.cairn.tools;

import dev.cairn.CairnException;
import dev.cairn.StoreNotEmptyException;
import dev.cairn.StoreOpenException;
import dev.cairn.tools.dump.BadDumpException;
import dev.cairn.tools.dump.UnwrittenDumpException;
import dev.cairn.tools.load.LoadFailedException;
import dev.cairn.tools.replay.ReplayFailedException;
import dev.cairn.tools.text.TerminalText;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns an exception into one line of text and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final CairnCommand cairn;

  Failures(CairnCommand cairn) {
    this.cairn = cairn;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    String verb = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(e.getMessage());
    return tell(
        message + (message.endsWith(".") ? "" : ";") + " see " + verb + " --help",
        ExitCode.BAD_INPUT);
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine commandLine, ParseResult fullParseResult) {
    return handle(e);
  }

  /** Prints the line for {@code failure}, and returns the exit code. */
  int handle(Throwable failure) {
    int code = tell(message(failure), exitCode(failure));
    if (cairn.debug()) {
      failure.printStackTrace(cairn.screen().err());
    }
    return code;
  }

  private int tell(String message, int code) {
    cairn.screen().err().println("cairn: " + TerminalText.line(message));
    return code;
  }

  private static String message(Throwable e) {
    if (isExpected(e)) {
      return String.valueOf(e.getMessage());
    } else if (e instanceof NoSuchFileException missing) {
      return "no such file: " + missing.getFile();
    } else if (e instanceof FileSystemException failed) {
      String reason = failed.getReason();
      return failed.getFile() + ": " + (reason == null ? "cannot be read" : reason);
    }
    if (e.getClass() == IOException.class) {
      return "reading or writing failed: " + e.getMessage(); // a full disk, a pipe without a reader
    }
    return "unexpected: " + (e.getCause() == null ? e : e.getCause()) + " (--debug shows where)";
  }

  private static int exitCode(Throwable e) {
    boolean badInput =
        e instanceof IllegalArgumentException
            || e instanceof BadLineException
            || (e instanceof BadDumpException bad && !bad.damaged())
            || e instanceof StoreNotEmptyException
            || e instanceof StoreOpenException
            || e instanceof FileSystemException;
    return badInput && !diskIsFull(e) ? ExitCode.BAD_INPUT : ExitCode.PROBLEM;
  }

  /** A full disk is not a mistake of the caller, even as the cause of another exception. */
  private static boolean diskIsFull(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof IOException
          && (message.contains("No space left") || message.contains("quota"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExpected(Throwable e) {
    return e instanceof IllegalArgumentException
        || e instanceof BadLineException
        || e instanceof BadDumpException
        || e instanceof UnwrittenDumpException
        || e instanceof CairnException
        || e instanceof NotFoundException
        || e instanceof ReplayFailedException
        || e instanceof LoadFailedException;
  }
}
