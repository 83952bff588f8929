package io.counterfoil.examples.bank.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program: finds the command that the command line names, and runs it. */
@Command(
    name = "bank",
    description = "A bank whose every cent is an event.",
    mixinStandardHelpOptions = true,
    versionProvider = BankProgram.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {ExitCode.OK_MEANS, ExitCode.FAILED_MEANS, ExitCode.WRONG_INPUT_MEANS},
    footer = {"", "Without a command, the demo runs. bank COMMAND --help explains a command."})
public final class BankProgram implements Callable<Integer> {
  private static final String NO_NUMBER = "is not a whole number";

  private final Terminal terminal;

  private BankProgram(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Runs the program.
   *
   * @param terminal where it writes to
   * @param arguments the command line; none means {@code demo}
   * @return 0 if all is well, 1 if something was refused or failed, 2 if the command line or an
   *     input file is not what it should be
   */
  public static int run(Terminal terminal, String... arguments) {
    Logging.normal();
    int code = commandLine(terminal).execute(arguments);
    if (terminal.out().checkError()) { // a result that was cut short is no result
      terminal.err().println("bank: standard output could not be written to its end");
      code = Math.max(code, ExitCode.FAILED);
    }
    terminal.err().flush();
    return code;
  }

  private static CommandLine commandLine(Terminal terminal) {
    Failures failures = new Failures(terminal);
    return new CommandLine(new BankProgram(terminal))
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new ImportCommand(terminal))
        .addSubcommand(new OpenCommand(terminal))
        .addSubcommand(new DepositCommand(terminal))
        .addSubcommand(new WithdrawCommand(terminal))
        .addSubcommand(new CloseCommand(terminal))
        .addSubcommand(new BalanceCommand(terminal))
        .addSubcommand(new StatementCommand(terminal))
        .addSubcommand(new TotalsCommand(terminal))
        .addSubcommand(new EventsCommand(terminal))
        .addSubcommand(new StatusCommand(terminal))
        .addSubcommand(new RebuildCommand(terminal))
        .addSubcommand(new ReplayCommand(terminal))
        .addSubcommand(new ParkedCommand(terminal))
        .addSubcommand(new VerifyCommand(terminal))
        .addSubcommand(new AuditCommand(terminal))
        .addSubcommand(new ExportCommand(terminal))
        .addSubcommand(new ImportEventsCommand(terminal))
        .addSubcommand(new CommandLine.HelpCommand())
        .registerConverter(long.class, WholeNumber.by(Long::valueOf, NO_NUMBER))
        .registerConverter(Long.class, WholeNumber.by(Long::valueOf, NO_NUMBER))
        .registerConverter(int.class, WholeNumber.by(Integer::valueOf, NO_NUMBER))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures)
        .setExecutionStrategy(BankProgram::execute);
  }

  private static int execute(CommandLine.ParseResult parsed) {
    if (parsed.hasSubcommand()
        && parsed.subcommand().commandSpec().userObject() instanceof BankCommand command
        && command.database.isVerbose()) {
      Logging.verbose();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** Runs when no command is named. */
  @Override
  public Integer call() throws Exception {
    return new DemoCommand(terminal).call();
  }

  /** Tells the version that the jar was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String built = BankProgram.class.getPackage().getImplementationVersion();
      return new String[] {"bank " + (built == null ? "(not packaged)" : built)};
    }
  }
}
