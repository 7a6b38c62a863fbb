# fish completion for nanobanana. Commands, options and what an option takes come from the program's own --help, so that
# this file cannot be stale; a test compares the values of --provider and --method with the option table.

function __nanobanana_candidates
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    if test (count $words) -eq 1
        $words[1] --help 2>/dev/null |
            sed -n '/^Commands:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p'
        printf '%s\t%s\n' --help 'Show the help.' --version 'Show the version.'
        return
    end
    set -l help ($words[1] $words[2] --help 2>/dev/null | string collect)
    set -l previous $words[-1]
    switch (echo $help | sed -n "s/^  \(-., \)\{0,1\}$previous <\([A-Z]*\).*/\2/p")
        case FILE
            __fish_complete_path $current
            return
        case DIR
            __fish_complete_directories $current
            return
        case PROVIDER
            printf '%s\n' auto nanobanana gemini openai local
            return
        case METHOD
            printf '%s\n' patch telea
            return
        case '?*'
            return
    end
    if test $words[2] = replay; and not string match -q -- '-*' $current
        __fish_complete_directories $current
        return
    end
    echo $help |
        sed -n '/^Options:/,/^$/s/^  \(-., \)\{0,1\}\(--[a-z-]*\) *\(<[^>]*>\)\{0,1\} *\(.*\)/\2\t\4/p'
end
complete -c nanobanana -f -a '(__nanobanana_candidates)'
