# SPDX-License-Identifier: MIT
# cmake -Dprogram=... -Darguments="a b" -Dexpected=... -P run.cmake: runs an example and compares
# what it prints.
separate_arguments(arguments)
execute_process(COMMAND ${program} ${arguments} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
message("${printed}")
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${program} ended with ${result}")
endif()
if(EXISTS ${expected})
  file(READ ${expected} wanted)
  if(NOT printed STREQUAL wanted)
    message(FATAL_ERROR "${program} printed something else than ${expected}:\n${wanted}")
  endif()
endif()
