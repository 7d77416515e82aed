# SPDX-License-Identifier: MIT
# LIMN_SANITIZE instruments everything that is built here: half an instrumented program finds
# nothing, or finds what is not there. The first finding ends the run.
if(LIMN_SANITIZE)
  add_compile_options(-fsanitize=${LIMN_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${LIMN_SANITIZE})
endif()
