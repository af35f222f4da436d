return await Farlink.Commands.FarlinkProgram.RunAsync(args);
